package org.logoformer.jobs.report;

/** A picture as PNG, for light and for dark pages. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Themed(byte[] light, byte[] dark) {}
