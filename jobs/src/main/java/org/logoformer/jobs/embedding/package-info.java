/** Vectors laid out in the plane. Knows numbers only, nothing of runs. */
package org.logoformer.jobs.embedding;
