package io.callqueue.infra.junit;

/**
 * Whether the servers of the tests run in containers. Apart from {@link Containers}, so that without the system property
 * nobody needs Testcontainers on the class path.
 */
final class Docker {

    private Docker() {}

    /** Whether {@code -Dcallqueue.testcontainers=true} is given and Docker answers. */
    static boolean isWanted() {
        return Boolean.getBoolean("callqueue.testcontainers") && Containers.canRun();
    }
}
