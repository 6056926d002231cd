#include "pages.h"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

namespace dnn {

namespace {

// Whether relocations were written into read-only segments, which then differ from the file.
bool isRelocatedInPlace(const dl_phdr_info& library) {
  for (int i = 0; i < library.dlpi_phnum; i++) {
    const auto& header = library.dlpi_phdr[i];
    if (header.p_type != PT_DYNAMIC) continue;
    const auto* entry = reinterpret_cast<const ElfW(Dyn)*>(library.dlpi_addr + header.p_vaddr);
    for (; entry->d_tag != DT_NULL; entry++) {
      if (entry->d_tag == DT_TEXTREL || (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL))) return true;
    }
  }
  return false;
}

int releasePagesOf(dl_phdr_info* library, size_t, void*) {
  if (!std::strstr(library->dlpi_name, "/libtensorflow") || isRelocatedInPlace(*library)) return 0;
  const auto page = static_cast<ElfW(Addr)>(sysconf(_SC_PAGESIZE));
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const auto& header = library->dlpi_phdr[i];
    if (header.p_type != PT_LOAD || (header.p_flags & PF_W)) continue;
    const auto begin = (library->dlpi_addr + header.p_vaddr + page - 1) / page * page;
    const auto end = (library->dlpi_addr + header.p_vaddr + header.p_filesz) / page * page;
    if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}

}  // namespace

void releaseLibraryPages() {
  dl_iterate_phdr(releasePagesOf, nullptr);
}

}  // namespace dnn
