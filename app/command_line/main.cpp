// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// skein: the program that prints. It opens the window, and draws pictures, by becoming skein-window.
#include "app/command_line/command_line.h"

int main(int argc, char** argv)
{
    return skein::command_line::run(argc, argv);
}
