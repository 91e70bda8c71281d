# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# How everything is compiled. Applied by skein_library() and skein_program() only, so that nothing else that might
# be added to the build is affected.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF) # no modules; saves a process per file
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g1") # enough for a backtrace with lines, at half the build time of -g

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
    message(FATAL_ERROR "Skein needs GCC 14 or newer; this is ${CMAKE_CXX_COMPILER_VERSION}.")
endif()

# What every target of Skein inherits. Everything is linked statically into programs, so -fPIE will do; -fPIC would
# keep the compiler from inlining functions that other files can see. (Qt adds -fPIC where it was built to need it.)
add_library(skein_settings INTERFACE)
target_include_directories(skein_settings INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
target_compile_features(skein_settings INTERFACE cxx_std_23)
target_compile_options(skein_settings INTERFACE
    -fPIE
    -Wall -Wextra -Wpedantic
    -Wno-missing-field-initializers # what a designated initialiser leaves out has its default on purpose
    -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    -Wcast-align -Wunused -Wnull-dereference -Wformat=2 -Wimplicit-fallthrough
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wextra-semi>)
if(SKEIN_WERROR)
    # -Wnull-dereference depends on what the optimiser happens to inline: worth reading, not worth a broken build.
    target_compile_options(skein_settings INTERFACE -Werror -Wno-error=null-dereference)
endif()

# Precompiled headers and ccache: without -fpch-preprocess and the sloppiness, each would defeat the other.
if(SKEIN_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(skein_settings INTERFACE -fpch-preprocess)
endif()
find_program(SKEIN_CCACHE ccache)
mark_as_advanced(SKEIN_CCACHE)
if(SKEIN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${SKEIN_CCACHE}"
        sloppiness=pch_defines,time_macros,include_file_mtime,include_file_ctime
        # One cache for every build directory and every checkout.
        "base_dir=${PROJECT_SOURCE_DIR}" hash_dir=false)
endif()

if(SKEIN_SANITIZE)
    target_compile_options(skein_settings INTERFACE
        -fsanitize=${SKEIN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(skein_settings INTERFACE -fsanitize=${SKEIN_SANITIZE})
endif()

# Standard library assertions cost little and turn an index out of range into a stop, also while debugging.
target_compile_definitions(skein_settings INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

if(SKEIN_LTO AND CMAKE_BUILD_TYPE STREQUAL "Release")
    include(CheckIPOSupported)
    check_ipo_supported(RESULT skein_lto_works LANGUAGES CXX)
else()
    set(skein_lto_works OFF)
endif()

# What a target with Qt adds.
add_library(skein_qt_settings INTERFACE)
target_link_libraries(skein_qt_settings INTERFACE skein_settings)
target_compile_definitions(skein_qt_settings INTERFACE
    QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_TO_ASCII QT_DISABLE_DEPRECATED_UP_TO=0x060800)
