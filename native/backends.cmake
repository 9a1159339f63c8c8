# Included by CMake after the tree's own project() call (CMAKE_PROJECT_INCLUDE): what the tree does not offer
# as an option. Promises: the tree is not changed, and a tree of another version builds the same way, at worst
# more of it.
# Must not know: which variants are built; that is the list of targets given to Ninja.

include_guard(GLOBAL)

# The tree lets `ggml` wait for every backend, so that none could be left out. A backend is loaded at run time
# and nothing links against it: the order is not needed, and without it Ninja builds exactly the targets it is
# given.
function(add_dependencies target)
  if(NOT target STREQUAL "ggml")
    _add_dependencies(${target} ${ARGN})
  endif()
endfunction()

# A GPU backend lies two folders below the libraries it uses. The HIP one also finds a ROCm that was installed
# without being announced to the loader, which is how AMD's own packages do it.
function(sotto_set_search_paths)
  if(TARGET ggml-vulkan)
    set_target_properties(ggml-vulkan PROPERTIES INSTALL_RPATH "$ORIGIN;$ORIGIN/../..")
  endif()
  if(TARGET ggml-hip)
    set_target_properties(ggml-hip PROPERTIES INSTALL_RPATH "$ORIGIN;$ORIGIN/../..;/opt/rocm/lib")
  endif()
endfunction()
# The decoder of sound files, out of parts that the tree carries for its own use.
function(sotto_add_decoder)
  if(TARGET sotto-decode)
    return()
  endif()
  add_executable(sotto-decode ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/decode.cpp)
  target_include_directories(sotto-decode PRIVATE ${CMAKE_SOURCE_DIR}/examples)
  # The library needs libwhisper for other things: what is not used is not loaded.
  target_link_libraries(sotto-decode PRIVATE common -Wl,--as-needed)
  target_compile_options(sotto-decode PRIVATE -w)
endfunction()
# Our own source files, which the hooks in the patched server call.
function(sotto_add_server_parts)
  if(NOT SOTTO_SERVER)
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/server/*.cpp)
  target_sources(whisper-server PRIVATE ${sources})
  target_include_directories(whisper-server PRIVATE ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  target_compile_definitions(whisper-server PRIVATE ${SOTTO_SERVER_DEFINITIONS})
endfunction()
cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL sotto_add_decoder)
cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL sotto_add_server_parts)
cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL sotto_set_search_paths)
