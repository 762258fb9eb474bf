package io.callqueue.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.callqueue.infra.junit.RedisExtension;
import io.callqueue.request.CallRequest;

import static io.callqueue.store.OpenStore.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Which campaigns are known, on a real Redis. */
class CampaignIdsTest {
    @RegisterExtension
    static final RedisExtension redis = new RedisExtension();
    private static OpenStore open;

    @BeforeAll
    static void connect() {
        open = new OpenStore(redis.uri());
    }

    @AfterAll
    static void disconnect() {
        open.close();
    }

    @Test
    void every_campaign_with_a_call_or_a_setting_is_named_once_in_order_and_page_by_page() {
        open.flush();
        CampaignIds ids = new CampaignIds(open.redis);
        List<String> campaigns = List.of("A", "B", "a", "a-1", "a-10", "a-2", "b:c", "z_9");
        for (int n = 0; n < 40; n++) {
            CallRequest request = OpenStore.request(campaigns.get(n % 7));
            await(open.store.create(OpenStore.call("call-" + n, request, Optional.of(Instant.EPOCH)), request));
        }
        await(open.redis.zadd(CampaignIds.WITH_SETTINGS, 0, "z_9"));
        await(open.redis.zadd(CampaignIds.WITH_SETTINGS, 0, "a"));
        assertThat(await(ids.page("", 100))).isEqualTo(campaigns);
        assertThat(await(ids.page("", 3))).isEqualTo(campaigns.subList(0, 3));
        assertThat(await(ids.page("a", 3))).isEqualTo(campaigns.subList(3, 6));
        assertThat(await(ids.page("z_9", 3))).isEmpty();
    }
}
