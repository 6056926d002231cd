#pragma once

namespace dnn {

// Releases the memory of TensorFlow's libraries that was read from disk: about 240 MB of symbols, relocations and initialisers,
// most of which are not needed after loading. The system maps pages again when they are used.
void releaseLibraryPages();

}  // namespace dnn
