# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# Every package that Skein uses, with what it is used for. `./dev` holds the same list by Debian's names.

include(FeatureSummary)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# skein_find(PACKAGE PURPOSE text ARGUMENTS ...): find_package with its reason; what is missing is reported together.
# Macros, because packages set variables (module paths, versions) that later code reads.
macro(skein_find package)
    cmake_parse_arguments(skein_find "" "PURPOSE" "ARGUMENTS" ${ARGN})
    find_package(${package} ${skein_find_ARGUMENTS} QUIET GLOBAL)
    set_package_properties(${package} PROPERTIES TYPE REQUIRED PURPOSE "${skein_find_PURPOSE}")
endmacro()

# skein_find_pkgconfig(NAME PURPOSE text MODULES ...): the target PkgConfig::NAME.
macro(skein_find_pkgconfig name)
    cmake_parse_arguments(skein_find "" "PURPOSE" "MODULES" ${ARGN})
    pkg_check_modules(${name} QUIET IMPORTED_TARGET GLOBAL ${skein_find_MODULES})
    if(NOT ${name}_FOUND)
        message(FATAL_ERROR "Skein needs ${skein_find_MODULES}: ${skein_find_PURPOSE}")
    endif()
endmacro()

skein_find(ZLIB PURPOSE "reads .gz logs")
skein_find(LibLZMA PURPOSE "reads .xz logs")
skein_find(BZip2 PURPOSE "reads .bz2 logs")
skein_find_pkgconfig(zstd PURPOSE "reads .zst logs" MODULES libzstd)
find_path(SKEIN_PROTOZERO protozero/pbf_reader.hpp)
if(NOT SKEIN_PROTOZERO)
    message(FATAL_ERROR "Skein needs protozero: reads binary profiles of pprof")
endif()
skein_find(CLI11 PURPOSE "reads the command line")
skein_find(nlohmann_json PURPOSE "reads JSON-wrapped logs and writes JSON reports")

if(BUILD_TESTING)
    skein_find(Catch2 ARGUMENTS 3 PURPOSE "runs the tests")
    skein_find(Python3 ARGUMENTS COMPONENTS Interpreter PURPOSE "checks the layers and the report's schema")
endif()

if(SKEIN_WINDOW)
    set(QT_NO_PRIVATE_MODULE_WARNING ON)
    skein_find(Qt6 ARGUMENTS 6.8 COMPONENTS Core Gui Widgets Svg Concurrent Test LinguistTools
        PURPOSE "draws the window and the pictures")
    skein_find(KF6SyntaxHighlighting PURPOSE "colours source and log")
    skein_find_pkgconfig(graphviz PURPOSE "lays out the wait-for graph" MODULES libgvc libcgraph)
    if(Qt6_FOUND)
        qt_standard_project_setup(REQUIRES 6.8 SUPPORTS_UP_TO 6.8 I18N_TRANSLATED_LANGUAGES zh_CN)
        set(CMAKE_AUTOMOC OFF) # skein_library(... QT) switches it on where it is wanted
        set(CMAKE_AUTOUIC OFF)
    endif()
endif()
