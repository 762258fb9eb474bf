package io.callqueue.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatheringTest {
    private final List<List<Integer>> asked = new ArrayList<>();
    private final List<CompletableFuture<List<String>>> answers = new ArrayList<>();
    private final Gathering<Integer, String> gathering = new Gathering<>(3, this::ask);

    private CompletableFuture<List<String>> ask(List<Integer> questions) {
        asked.add(questions);
        answers.add(new CompletableFuture<>());
        return answers.getLast();
    }

    private void answer(int which) {
        answers.get(which).complete(asked.get(which).stream().map(question -> "answer " + question).toList());
    }

    @Test
    void question_is_asked_at_once_where_none_is_under_way() {
        CompletableFuture<String> one = gathering.ask(1);
        assertThat(asked).containsExactly(List.of(1));
        answer(0);
        assertThat(one).isCompletedWithValue("answer 1");
        var unused = gathering.ask(2);
        assertThat(asked).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void questions_that_come_meanwhile_are_asked_after_the_answer_as_many_at_once_as_may_be() {
        List<CompletableFuture<String>> found = new ArrayList<>();
        for (int question = 1; question <= 6; question++) {
            found.add(gathering.ask(question));
        }
        answer(0);
        answer(1);
        answer(2);
        assertThat(asked).containsExactly(List.of(1), List.of(2, 3, 4), List.of(5, 6));
        assertThat(found.stream().map(CompletableFuture::join)).containsExactly("answer 1", "answer 2", "answer 3",
                "answer 4", "answer 5", "answer 6");
    }

    @Test
    void failure_is_that_of_all_that_wait_and_what_is_asked_then_is_asked() {
        CompletableFuture<String> one = gathering.ask(1);
        CompletableFuture<String> two = gathering.ask(2);
        answers.getFirst().completeExceptionally(new RedisException("away"));
        assertThatThrownBy(one::join).hasCause(new RedisException("away"));
        assertThatThrownBy(two::join).hasCause(new RedisException("away"));
        CompletableFuture<String> three = gathering.ask(3);
        answer(1);
        assertThat(three).isCompletedWithValue("answer 3");
    }

    @Test
    void question_that_can_not_be_asked_fails_whatever_the_reason_and_the_next_is_asked() {
        Gathering<Integer, String> broken = new Gathering<>(3, questions -> {
            if (questions.contains(1)) {
                throw new NoClassDefFoundError("a class");
            }
            return ask(questions);
        });
        assertThatThrownBy(broken.ask(1)::join).hasCauseInstanceOf(NoClassDefFoundError.class);
        CompletableFuture<String> two = broken.ask(2);
        answer(0);
        assertThat(two).isCompletedWithValue("answer 2");
    }
}
