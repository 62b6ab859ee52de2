/**
 * Networks that live in an executor process between tasks. A slot is one dedicated thread with one
 * network, because native state (kernels, OpenMP settings, workspaces, the device) is bound to a
 * thread and Spark runs each round on another one. A task leases a slot, hands it work and waits.
 *
 * <p>Contract: a slot keeps memory and compiled kernels, never training state; whoever leases it
 * brings everything. An attempt that is superseded by another of the same worker is cancelled
 * between steps; a slot that does not stop is thrown away. With GPUs a process has one slot, on the
 * GPU that Spark assigned, which no other process of the machine may hold; its thread is bound to
 * the GPU before it first touches ND4J.
 */
package org.logoformer.jobs.slots;
