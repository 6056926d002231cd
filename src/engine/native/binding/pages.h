#pragma once

namespace dnn {

// Gives back the memory in which the libraries of TensorFlow lie read from disk: some 240 MB of symbols, relocations and
// initialisers, most of which nobody needs once they are loaded. What is needed again, the system maps again.
void releaseLibraryPages();

}  // namespace dnn
