#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **names)
{
    for (int i = 1; i < count; i++) {
        void *library = dlopen(names[i], RTLD_NOW);
        int (*answer)(void) = library ? (int (*)(void))dlsym(library, "answer") : 0;
        if (!answer || answer() != 42) {
            fprintf(stderr, "%s: %s\n", names[i], dlerror());
            return 1;
        }
    }
    return 0;
}
