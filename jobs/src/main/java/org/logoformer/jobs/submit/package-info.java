/** Turns a resolved configuration into the spark-submit command that runs it. */
package org.logoformer.jobs.submit;
