package io.muster.verify.toolchain;

/** Whether something that tests need can be had. */
sealed interface Provision {
    /** It can. */
    record Ready(Object tool) implements Provision {}

    /** It cannot, because. */
    record Missing(String reason) implements Provision {}
}
