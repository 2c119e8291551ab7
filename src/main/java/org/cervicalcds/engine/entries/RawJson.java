package org.cervicalcds.engine.entries;

/** A stretch of the bytes that came in, kept so that an update can return the whole resource as it was sent (CDSH-ACT-4). */
@SuppressWarnings("ArrayRecordComponent") // a view into the request body; never compared
public record RawJson(byte[] body, int from, int to) {}
