package org.bnnlab.methods.sslpruning;

import static org.bnnlab.api.check.Checks.requireArgument;

/**
 * What happens where a stage follows another.
 *
 * @param share p, the share of the remaining weights that goes
 * @param criterion which ones
 * @param rewindEpoch k, the epoch of the first stage whose start is gone back to
 * @param rewinds whether weights go back there, or stay as they were trained
 */
record RoundSettings(double share, Criterion criterion, int rewindEpoch, boolean rewinds) {

  /** Which weights go. */
  enum Criterion {
    /** The smallest trained magnitudes of the network. */
    MAGNITUDE,
    /** Any. */
    RANDOM,
    /** As many of each layer as by magnitude, any of them. */
    SHUFFLED
  }

  RoundSettings {
    requireArgument(share >= 0 && share < 1, "share must be in [0, 1), found %s", share);
    requireArgument(rewindEpoch >= 0, "rewind must be at least 0, found %d", rewindEpoch);
  }
}
