package io.callqueue.dispatcher.dispatch;

import io.callqueue.dispatcher.intake.Candidate;

/** What is to be done about a record that was taken out of its line. */
record Work(Candidate candidate, Runnable step) {}
