/* What C cannot say, for tcc's calling convention, the System V ABI's: the first six arguments in rdi, rsi, rdx, rcx, r8, r9. */
.globl _start
_start:
    mov %rsp, %rax
    mov (%rax), %rdi
    lea 8(%rax), %rsi
    and $-16, %rsp
    call start

/* long syscall(long number, ...) */
.globl syscall
syscall:
    mov %rdi, %rax
    mov %rsi, %rdi
    mov %rdx, %rsi
    mov %rcx, %rdx
    mov %r8, %r10
    mov %r9, %r8
    mov 8(%rsp), %r9
    syscall
    ret

/* int setjmp(jmp_buf): the registers that a function keeps, rsp as it is after the return, and where to return to. */
.globl setjmp
setjmp:
    mov %rbx, (%rdi)
    mov %rbp, 8(%rdi)
    mov %r12, 16(%rdi)
    mov %r13, 24(%rdi)
    mov %r14, 32(%rdi)
    mov %r15, 40(%rdi)
    lea 8(%rsp), %rdx
    mov %rdx, 48(%rdi)
    mov (%rsp), %rdx
    mov %rdx, 56(%rdi)
    xor %eax, %eax
    ret

.globl longjmp
longjmp:
    mov %esi, %eax
    test %eax, %eax
    jnz over
    inc %eax
over:
    mov (%rdi), %rbx
    mov 8(%rdi), %rbp
    mov 16(%rdi), %r12
    mov 24(%rdi), %r13
    mov 32(%rdi), %r14
    mov 40(%rdi), %r15
    mov 48(%rdi), %rsp
    jmp *56(%rdi)
