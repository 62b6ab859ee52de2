/**
 * What every command of this module shares: Spark sessions from the configuration, the dry run, and
 * files that appear whole or not at all.
 */
package org.logoformer.jobs;
