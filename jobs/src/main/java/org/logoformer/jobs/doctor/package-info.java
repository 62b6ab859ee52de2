/**
 * Looks at a cluster before a long run: {@link org.logoformer.jobs.doctor.DoctorCommand}. A check
 * is given what it judges (a folder, settings, the reports of the executors) and answers with
 * findings: what was found, and what to change.
 *
 * <p>Contract: the doctor leaves nothing behind and starts no training. One report comes from every
 * slot of every executor, because they are asked all at the same time.
 */
package org.logoformer.jobs.doctor;
