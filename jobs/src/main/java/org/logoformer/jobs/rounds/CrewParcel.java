package org.logoformer.jobs.rounds;

import java.io.Serializable;

/**
 * What is written on a packet from one worker of a crew to another.
 *
 * @param crew names the attempt at the job; whoever gets a parcel of another one ignores it
 * @param round from 0, within the job
 * @param from worker who sends it
 * @param slice of the state
 * @param head of a {@link SliceMessage} or of a {@link SliceMean}
 */
record CrewParcel(String crew, int round, int from, int slice, Serializable head)
    implements Serializable {}
