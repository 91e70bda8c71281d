# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# The three kinds of target. Each layer is one skein_library() that names what it stands on:
#
#   skein_library(skein_parser
#       SOURCES parse.cpp formats.cpp go/dump.cpp
#       PUBLIC  skein_model              # its headers include these
#       PRIVATE ZLIB::ZLIB)              # only its own files do
#   skein_program(skein SOURCES main.cpp PRIVATE skein_parser CLI11::CLI11)
#   skein_test(parser_tests SOURCES parse_test.cpp LIBS skein_parser LABELS unit)
#
# QT marks a target that includes Qt headers: it gets moc, Qt's definitions and the larger precompiled header.

# Precompiled twice, without and with Qt, and used by every target: a second copy would cost ten seconds and 150 MB.
if(SKEIN_PCH)
    add_library(skein_pch_std STATIC "${PROJECT_SOURCE_DIR}/cmake/pch.cpp")
    target_link_libraries(skein_pch_std PRIVATE skein_settings Threads::Threads)
    target_precompile_headers(skein_pch_std PRIVATE "${PROJECT_SOURCE_DIR}/cmake/pch_std.h")
    if(SKEIN_WINDOW)
        add_library(skein_pch_qt STATIC "${PROJECT_SOURCE_DIR}/cmake/pch.cpp")
        target_link_libraries(skein_pch_qt PRIVATE skein_qt_settings Qt6::Core Qt6::Gui Threads::Threads)
        target_precompile_headers(skein_pch_qt PRIVATE
            "${PROJECT_SOURCE_DIR}/cmake/pch_std.h" "${PROJECT_SOURCE_DIR}/cmake/pch_qt.h")
    endif()
endif()

function(skein_configure_target_ name qt)
    if(qt)
        target_link_libraries(${name} PRIVATE skein_qt_settings)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
    else()
        target_link_libraries(${name} PRIVATE skein_settings)
    endif()
    target_link_libraries(${name} PRIVATE Threads::Threads)
    if(skein_lto_works)
        set_target_properties(${name} PROPERTIES INTERPROCEDURAL_OPTIMIZATION ON)
    endif()
    if(SKEIN_PCH)
        set(pch skein_pch_std)
        if(qt)
            set(pch skein_pch_qt)
        endif()
        target_precompile_headers(${name} REUSE_FROM ${pch})
    endif()
endfunction()

macro(skein_target_arguments_ name)
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "${name}: not understood: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    if(NOT arg_SOURCES)
        message(FATAL_ERROR "${name}: no SOURCES")
    endif()
endmacro()

# skein_library(NAME [QT] SOURCES ... [PUBLIC ...] [PRIVATE ...])
function(skein_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "QT" "" "SOURCES;PUBLIC;PRIVATE")
    skein_target_arguments_(${name})
    add_library(${name} STATIC ${arg_SOURCES})
    skein_configure_target_(${name} "${arg_QT}")
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
endfunction()

# skein_program(NAME [QT] SOURCES ... [PRIVATE ...]): ends up in bin/.
function(skein_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "QT" "" "SOURCES;PRIVATE")
    skein_target_arguments_(${name})
    add_executable(${name} ${arg_SOURCES})
    skein_configure_target_(${name} "${arg_QT}")
    target_link_libraries(${name} PRIVATE ${arg_PRIVATE})
endfunction()

# skein_test(NAME [QT] [OWN_MAIN] SOURCES ... [LIBS ...] [LABELS ...] [TIMEOUT seconds]): one Catch2 program, one ctest.
# SKEIN_SOURCE_DIR and SKEIN_BINARY_DIR are defined in its sources; OWN_MAIN for a program that makes a QApplication.
function(skein_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "QT;OWN_MAIN" "TIMEOUT" "SOURCES;LIBS;LABELS;LABEL")
    list(APPEND arg_LABELS ${arg_LABEL})
    skein_target_arguments_(${name})
    add_executable(${name} ${arg_SOURCES})
    skein_configure_target_(${name} "${arg_QT}")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
    target_link_libraries(${name} PRIVATE ${arg_LIBS}
        $<IF:$<BOOL:${arg_OWN_MAIN}>,Catch2::Catch2,Catch2::Catch2WithMain>)
    target_compile_definitions(${name} PRIVATE
        SKEIN_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SKEIN_BINARY_DIR="${PROJECT_BINARY_DIR}")
    add_test(NAME ${name} COMMAND ${name})
    skein_test_properties_(${name} "${arg_TIMEOUT}" "${arg_LABELS}")
endfunction()

# skein_script_test(NAME COMMAND ... [LABELS ...] [TIMEOUT seconds]): a test that is a script.
function(skein_script_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "COMMAND;LABELS")
    add_test(NAME ${name} COMMAND ${arg_COMMAND})
    skein_test_properties_(${name} "${arg_TIMEOUT}" "${arg_LABELS}")
endfunction()

# Every test ends: after 120 s unless it says otherwise, four times that where a sanitizer slows it down.
function(skein_test_properties_ name timeout labels)
    if(NOT timeout)
        set(timeout 120)
    endif()
    if(SKEIN_SANITIZE)
        math(EXPR timeout "4 * ${timeout}")
    endif()
    set_tests_properties(${name} PROPERTIES
        TIMEOUT ${timeout} LABELS "${labels}" WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
endfunction()
