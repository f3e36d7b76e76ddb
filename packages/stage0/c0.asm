# c0: a compiler for a small part of C. Linux, x86_64.  c0 OUTPUT SOURCE...
# The sources are one text. Everything in it is a number of 64 bits; `long *p` and `char *p` say what p[i] takes: 8 bytes or one.
# c0.c is the same compiler in the language that it compiles: what a function here makes is said there by one of the same name.
#
# Registers throughout:  r12 where the next character stands     r13 where the next byte of code goes
#                        r14 the token: a character, two of them (256 times the first and the second), or
#                            1 a number, 2 a name, 3 a string, 0 the end
#                        r15 its value: the number; the symbol; where the string begins
# A function gets its argument in rax and keeps rbx; all others it may change.

program

pass:=       0x10000000         # 0, 1, 2: names, then sizes, then the code itself
data:=       0x10000008         # how much of DATA is given away
line:=       0x10000010
locals:=     0x10000018         # the end of what `local` keeps
depth:=      0x10000020         # bytes of the frame
deepest:=    0x10000028
loop_start:= 0x10000030
loop_end:=   0x10000038
symbols:=    0x10000040         # the end of the symbols
source_read:= 0x10000048        # the end of the source
output:=     0x10000050         # the name of the output
nesting:=    0x10000058         # of expressions and statements, at most 1000: the stack ends somewhere
hash_table:= 0x10010000         # 4096 symbols, each the first of a list
kept:=       0x10020000         # what names meant outside: symbol, kind, value, width
kept_end:=   0x10040000
first:=      0x10100000         # symbols: name, length, next in its list, kind, value, width
symbols_end:= 0x10F00000
source:=     0x11000000
source_end:= 0x11FFFFF0
code:=       0x12000000
code_end:=   0x127FFFF0
code_start:= 0x120000B0         # behind the headers
code_moved:= 0x11C00000         # how far the code lies from where it will run: CODE is 0x400000

# The first symbols, in this order.
LONG:=     0x10100000
CHAR:=     0x10100030
VOID:=     0x10100060
ENUM:=     0x10100090
IF:=       0x101000C0
ELSE:=     0x101000F0
WHILE:=    0x10100120
BREAK:=    0x10100150
CONTINUE:= 0x10100180
RETURN:=   0x101001B0
SYSCALL:=  0x101001E0
MAIN:=     0x10100210

# Kinds of symbols: 1 a constant, 2 a variable, 3 an array, 4 a local variable, 5 a function.

start:
    mov rbx, [rsp]              # argc
    cmp rbx, 3
    jb wrong_usage
    mov rax, [rsp+16]           # argv[1]
    mov [output], rax
    lea rbx, [rsp+24]           # argv[2]
    mov r12, source
read_source:
    mov rdi, [rbx]
    cmp rdi, 0
    je sources_read
    call read_file
    add rbx, 8
    jmp read_source
sources_read:
    mov [source_read], r12
    mov rax, first
    mov [symbols], rax
    mov r12, keywords
make_keywords:
    mov rsi, r12
    call word_end
    call symbol
    inc r12
    mov al, [r12]
    cmp al, 0
    jne make_keywords
next_pass:
    mov r13, code_start
    xor eax, eax
    mov [data], rax
    mov [locals], rax
    inc rax
    mov [line], rax
    mov r12, source
    call prologue
    call next
    call unit
    mov rax, [pass]
    inc rax
    mov [pass], rax
    cmp rax, 3
    jne next_pass
    call write_program
    xor edi, edi
    mov eax, 60                 # exit
    syscall

keywords:
    "long char void enum if else while break continue return syscall main "
    byte 0

# Appends a file to the source: its name in rdi, its place in r12.
read_file:
    mov eax, 2                  # open
    xor esi, esi
    xor edx, edx
    syscall
    cmp rax, 0
    jl wrong_file
    mov rdi, rax
read_more:
    mov rsi, r12
    mov rdx, source_end
    sub rdx, rsi
    jbe wrong_file              # it is full
    xor eax, eax                # read
    syscall
    cmp rax, 0
    jl wrong_file
    je file_read
    add r12, rax
    jmp read_more
file_read:
    mov eax, 3                  # close
    syscall
    ret

# What a program begins with.
prologue:
    mov eax, 0x58               # pop rax
    call one
    mov eax, 0x4889E1           # mov rcx, rsp
    call three
    mov eax, 0x5051             # push rax; push rcx
    call two
    mov eax, 0xE8               # call main
    call one
    mov rbx, MAIN
    call distance
    mov eax, 0x4889C7           # mov rdi, rax
    call three
    mov eax, 0xB8               # mov eax, 60
    call one
    mov eax, 60
    call number
    mov eax, 0x0F05             # syscall
    call two
    mov rbx, SYSCALL
    call function_here
    mov eax, 0x488B4424         # mov rax, [rsp+32]
    call four
    mov eax, 32
    call one
    mov eax, 0x488B7C24         # mov rdi, [rsp+24]
    call four
    mov eax, 24
    call one
    mov eax, 0x488B7424         # mov rsi, [rsp+16]
    call four
    mov eax, 16
    call one
    mov eax, 0x488B5424         # mov rdx, [rsp+8]
    call four
    mov eax, 8
    call one
    mov eax, 0x0F05             # syscall
    call two
    mov eax, 0xC3               # ret
    jmp one

# The symbol rbx is a function that begins here.
function_here:
    mov eax, 5
    mov [rbx+24], rax
    mov rax, r13
    sub rax, code_moved
    mov [rbx+32], rax
    ret

# The distance to the function rbx, in a call.
distance:
    mov rax, [rbx+32]
    sub rax, r13
    add rax, code_moved
    sub rax, 4
    jmp number

# ---- mistakes ----

# Behind the call stands a text that ends with a zero byte: it is printed, and the number of the line.
fail:
    pop rsi
    mov rdx, rsi
fail_length:
    inc rdx
    mov al, [rdx]
    cmp al, 0
    jne fail_length
    sub rdx, rsi
    mov edi, 2
    mov eax, 1                  # write
    syscall
    mov rax, [line]
    mov rsi, rsp
    sub rsi, 64
    mov rdi, rsi
    mov ecx, 10
    mov [rdi], cl
fail_digit:
    xor edx, edx
    div rcx
    add dl, '0'
    dec rdi
    mov [rdi], dl
    cmp rax, 0
    jne fail_digit
    mov rdx, rsi
    sub rdx, rdi
    inc rdx
    mov rsi, rdi
    mov edi, 2
    mov eax, 1                  # write
    syscall
    mov edi, 1
    mov eax, 60                 # exit
    syscall

wrong_usage:
    call fail
    "usage: c0 OUTPUT SOURCE... "
    byte 0
wrong_file:
    call fail
    "cannot read a file, or too much source "
    byte 0
wrong_output:
    call fail
    "cannot write "
    byte 0
wrong_token:
    call fail
    "unexpected token in line "
    byte 0
wrong_expression:
    call fail
    "expression expected in line "
    byte 0
wrong_declaration:
    call fail
    "declaration expected in line "
    byte 0
wrong_name:
    call fail
    "unknown name in line "
    byte 0
wrong_number:
    call fail
    "number that is too large in line "
    byte 0
wrong_end:
    call fail
    "end of the source inside of a text or a comment in line "
    byte 0
too_many:
    call fail
    "too many names, too much code or too deep in line "
    byte 0

# ---- output ----

one:
    mov [r13], al
    inc r13
    cmp r13, code_end
    ja too_many
    ret
two:
    push rax
    shr rax, 8
    call one
    pop rax
    jmp one
three:
    push rax
    shr rax, 16
    call one
    pop rax
    jmp two
four:
    push rax
    shr rax, 16
    call two
    pop rax
    jmp two
# A number of four bytes, the lowest one first.
number:
    call one
    shr rax, 8
    call one
    shr rax, 8
    call one
    shr rax, 8
    jmp one

# ---- input ----

# Whether al may be part of a name: the zero flag is set then.
letter:
    cmp al, '_'
    je is_letter
    cmp al, '0'
    jb no_letter
    cmp al, '9'
    jbe is_letter
    cmp al, 'A'
    jb no_letter
    cmp al, 'Z'
    jbe is_letter
    cmp al, 'a'
    jb no_letter
    cmp al, 'z'
    jbe is_letter
no_letter:
    cmp rsp, 0
    ret
is_letter:
    cmp al, al
    ret

# Moves r12 behind a word; its length in rcx, its place in rsi.
word_end:
    mov rsi, r12
word_letter:
    mov al, [r12]
    call letter
    jne word_done
    inc r12
    jmp word_letter
word_done:
    mov rcx, r12
    sub rcx, rsi
    ret

# The symbol in rax of the name of rcx letters at rsi, made if there is none.
symbol:
    push rbx
    xor edx, edx
    xor edi, edi
symbol_hash:
    xor eax, eax
    mov al, [rsi+rdi]
    imul rdx, rdx, 31
    add rdx, rax
    inc rdi
    cmp rdi, rcx
    jne symbol_hash
    and rdx, 4095
    shl rdx, 3
    add rdx, hash_table
    mov rbx, [rdx]
symbol_next:
    cmp rbx, 0
    je symbol_new
    mov rax, [rbx+8]
    cmp rax, rcx
    jne symbol_other
    mov r8, [rbx]
    xor edi, edi
symbol_letter:
    mov al, [rsi+rdi]
    cmp al, [r8+rdi]
    jne symbol_other
    inc rdi
    cmp rdi, rcx
    jne symbol_letter
    mov rax, rbx
    pop rbx
    ret
symbol_other:
    mov rbx, [rbx+16]
    jmp symbol_next
symbol_new:
    mov rbx, [symbols]
    cmp rbx, symbols_end
    ja too_many
    mov [rbx], rsi
    mov [rbx+8], rcx
    mov rax, [rdx]
    mov [rbx+16], rax
    mov [rdx], rbx
    mov rax, rbx
    add rax, 48
    mov [symbols], rax
    mov rax, rbx
    pop rbx
    ret

# The character at r12 in rax, as it is in a string; moves behind it.
escape:
    xor eax, eax
    mov al, [r12]
    inc r12
    cmp al, 0
    je wrong_end
    cmp al, 92
    jne escape_done
    mov al, [r12]
    inc r12
    cmp al, 'n'
    je escape_n
    cmp al, 't'
    je escape_t
    cmp al, 'r'
    je escape_r
    cmp al, '0'
    je escape_0
escape_done:
    ret
escape_n:
    mov eax, 10
    ret
escape_t:
    mov eax, 9
    ret
escape_r:
    mov eax, 13
    ret
escape_0:
    xor eax, eax
    ret

# Reads the next token.
next:
    xor eax, eax
    mov al, [r12]
    cmp al, 10
    je next_line
    cmp al, 32
    je next_blank
    cmp al, 9
    je next_blank
    cmp al, '#'
    je next_comment_line
    cmp al, '/'
    jne next_token
    mov cl, [r12+1]
    cmp cl, '/'
    je next_comment_line
    cmp cl, '*'
    je next_comment
next_token:
    cmp al, '0'
    jb next_operator
    cmp al, '9'
    jbe next_number
    call letter
    je next_name
next_operator:
    cmp al, 0
    je next_end
    inc r12
    cmp al, 39
    je next_character
    cmp al, 34
    je next_string
    # Two characters: == != <= >= << >> && ||
    mov r14, rax
    mov cl, [r12]
    cmp cl, al
    jne next_not_twice
    cmp al, '='
    je next_twice
    cmp al, '<'
    je next_twice
    cmp al, '>'
    je next_twice
    cmp al, '&'
    je next_twice
    cmp al, '|'
    je next_twice
    ret
next_not_twice:
    cmp cl, '='
    jne next_done
    cmp al, '!'
    je next_twice
    cmp al, '<'
    je next_twice
    cmp al, '>'
    je next_twice
next_done:
    ret
next_twice:
    inc r12
    shl r14, 8
    xor eax, eax
    mov al, cl
    add r14, rax
    ret
next_end:
    xor r14, r14
    ret
next_line:
    mov rax, [line]
    inc rax
    mov [line], rax
next_blank:
    inc r12
    jmp next
next_comment_line:
    inc r12
    mov al, [r12]
    cmp al, 0
    je next
    cmp al, 10
    jne next_comment_line
    jmp next
next_comment:
    add r12, 2
next_comment_letter:
    mov al, [r12]
    cmp al, 0
    je wrong_end
    cmp al, 10
    jne next_comment_star
    mov rax, [line]
    inc rax
    mov [line], rax
next_comment_star:
    mov al, [r12]
    inc r12
    cmp al, '*'
    jne next_comment_letter
    mov al, [r12]
    cmp al, '/'
    jne next_comment_letter
    inc r12
    jmp next
next_name:
    call word_end
    call symbol
    mov r15, rax
    mov r14, 2
    ret
next_character:
    call escape
    mov r15, rax
    mov r14, 1
    mov al, [r12]
    inc r12
    cmp al, 39
    jne wrong_token
    ret
next_string:
    mov r15, r12
    mov r14, 3
next_string_letter:
    mov al, [r12]
    cmp al, 34
    je next_string_end
    call escape
    jmp next_string_letter
next_string_end:
    inc r12
    ret
next_number:
    mov r14, 1
    xor r15, r15
    mov ecx, 10
    cmp al, '0'
    jne next_digit
    mov dl, [r12+1]
    cmp dl, 'x'
    jne next_digit
    add r12, 2
    mov ecx, 16
next_digit:
    xor eax, eax
    mov al, [r12]
    call letter
    jne next_number_done
    cmp al, '9'
    jbe next_digit_value
    sub al, 7
next_digit_value:
    sub al, '0'
    cmp rax, rcx
    jae wrong_number
    imul r15, rcx
    add r15, rax
    inc r12
    mov rax, r15
    shr rax, 31
    cmp rax, 0
    je next_digit
    jmp wrong_number            # an instruction holds 32 bits, one of them for the sign
next_number_done:
    ret

# The token must be rax.
want:
    cmp r14, rax
    jne wrong_token
    jmp next

# ---- code: every expression leaves its value in rax ----

# Jumps ahead, in rax the place to land from: 0F 84, 0F 85 or 90 E9 in rax.
jump:
    call two
    xor eax, eax
    call number
    mov rax, r13
    ret
# The jump whose place is rax lands here.
land:
    mov rcx, r13
    sub rcx, rax
    mov [rax-4], ecx
    ret
# jmp to the place rax.
back:
    push rax
    mov eax, 0xE9
    call one
    pop rax
    sub rax, r13
    sub rax, 4
    jmp number
test:
    mov eax, 0x4885C0           # test rax, rax
    call three
    mov eax, 0x0F84             # jz
    jmp jump

# The value of the symbol rbx in an instruction.
value_of:
    mov rax, [rbx+32]
    jmp number

# The address of the symbol rbx, or its value if that is a number.
address:
    mov rax, [rbx+24]
    cmp rax, 4
    je address_local
    mov eax, 0x48C7C0           # mov rax, n
    call three
    jmp value_of
address_local:
    mov eax, 0x488D85           # lea rax, [rbp+n]
    call three
    jmp value_of

# The value of the symbol rbx: of an array, its address.
load:
    mov rax, [rbx+24]
    cmp rax, 2
    je load_variable
    cmp rax, 4
    jne address
    mov rax, [rbx+40]
    cmp rax, 16
    jae address
    mov eax, 0x488B85           # mov rax, [rbp+n]
    call three
    jmp value_of
load_variable:
    mov eax, 0x488B0425         # mov rax, [n]
    call four
    jmp value_of

# A call of the function rbx, behind its parenthesis.
calling:
    push 0                      # how many arguments
calling_argument:
    cmp r14, ')'
    je calling_end
    call expression
    mov eax, 0x50               # push rax
    call one
    pop rax
    inc rax
    push rax
    cmp r14, ')'
    je calling_end
    mov eax, ','
    call want
    jmp calling_argument
calling_end:
    call next
    mov rax, [pass]
    cmp rax, 2
    jne calling_known
    mov rax, [rbx+24]
    cmp rax, 5
    jne wrong_name
calling_known:
    mov eax, 0xE8               # call
    call one
    call distance
    mov eax, 0x4881C4           # add rsp, n
    call three
    pop rax
    shl rax, 3
    jmp number

# A string: a call over its bytes, which leaves their address.
string:
    push rbx
    mov eax, 0xE8               # call
    call one
    xor eax, eax
    call number
    push r13
string_part:
    push r12
    mov r12, r15
string_letter:
    mov al, [r12]
    cmp al, 34
    je string_part_end
    call escape
    call one
    jmp string_letter
string_part_end:
    pop r12
    call next
    cmp r14, 3
    je string_part
    xor eax, eax
    call one
    pop rax
    call land
    mov eax, 0x58               # pop rax
    call one
    pop rbx
    ret

# The operand of an operator before it.
operand:
    call deeper
    call primary
    jmp shallower

primary:
    cmp r14, 1
    je primary_number
    cmp r14, 3
    je string
    cmp r14, '('
    je primary_parenthesis
    cmp r14, '-'
    je primary_negative
    cmp r14, '~'
    je primary_complement
    cmp r14, '!'
    je primary_not
    cmp r14, 2
    jne wrong_expression
    push rbx
    mov rbx, r15
    call next
    cmp r14, '('
    jne primary_name
    call next
    call calling
    pop rbx
    ret
primary_name:
    mov rax, [pass]
    cmp rax, 0
    je primary_known
    mov rax, [rbx+24]
    cmp rax, 0
    je wrong_name
primary_known:
    cmp r14, '['
    je primary_element
    cmp r14, '='
    je primary_assign
    call load
    pop rbx
    ret
primary_number:
    mov eax, 0x48C7C0           # mov rax, n
    call three
    mov rax, r15
    call number
    jmp next
primary_parenthesis:
    call next
    call expression
    mov eax, ')'
    jmp want
primary_negative:
    call next
    call operand
    mov eax, 0x48F7D8           # neg rax
    jmp three
primary_complement:
    call next
    call operand
    mov eax, 0x48F7D0           # not rax
    jmp three
primary_not:
    call next
    call operand
    mov eax, 0x4885C0           # test rax, rax
    call three
    mov eax, 0x0F94C0           # sete al
    call three
    mov eax, 0x480FB6C0         # movzx rax, al
    jmp four
primary_assign:
    call next
    call expression
    mov rax, [rbx+24]
    cmp rax, 4
    je primary_assign_local
    mov eax, 0x48890425         # mov [n], rax
    call four
    call value_of
    pop rbx
    ret
primary_assign_local:
    mov eax, 0x488985           # mov [rbp+n], rax
    call three
    call value_of
    pop rbx
    ret
primary_element:
    call next
    call expression
    mov eax, ']'
    call want
    mov rax, [rbx+40]
    and rax, 15
    cmp rax, 8
    jne primary_address
    mov eax, 0x48C1E003         # shl rax, 3
    call four
primary_address:
    mov eax, 0x50               # push rax
    call one
    call load
    mov eax, 0x59               # pop rcx
    call one
    mov eax, 0x4801C8           # add rax, rcx
    call three
    cmp r14, '='
    je primary_assign_element
    mov rax, [rbx+40]
    and rax, 15
    pop rbx
    cmp rax, 8
    jne primary_byte
    mov eax, 0x488B00           # mov rax, [rax]
    jmp three
primary_byte:
    mov eax, 0x480FB600         # movzx rax, byte [rax]
    jmp four
primary_assign_element:
    call next
    mov eax, 0x50               # push rax
    call one
    call expression
    mov eax, 0x59               # pop rcx
    call one
    mov rax, [rbx+40]
    and rax, 15
    pop rbx
    cmp rax, 8
    jne primary_assign_byte
    mov eax, 0x488901           # mov [rcx], rax
    jmp three
primary_assign_byte:
    mov eax, 0x8801             # mov [rcx], al
    jmp two

# How strong the token binds as an operator: in rax.
strength:
    mov r8, operators
strength_next:
    xor eax, eax
    mov al, [r8+1]
    mov cl, [r8]
    cmp cl, 0
    je strength_single
    xor edx, edx
    mov dl, cl
    shl rdx, 8
    add rax, rdx
strength_single:
    cmp rax, r14
    je strength_found
    add r8, 3
    mov al, [r8+1]
    cmp al, 0
    jne strength_next
    xor eax, eax
    ret
strength_found:
    xor eax, eax
    mov al, [r8+2]
    sub al, 'A'
    ret
# Two characters, or a zero byte and one; then a letter: B is 1, the weakest.
operators:
    "||B&&C"
    byte 0
    "|D"
    byte 0
    "^E"
    byte 0
    "&F==G!=G"
    byte 0
    "<H"
    byte 0
    ">H<=H>=H<<I>>I"
    byte 0
    "+J"
    byte 0
    "-J"
    byte 0
    "*K"
    byte 0
    "/K"
    byte 0
    "%K"
    byte 0
    byte 0

# The code of the operator rax: its operands lie in rax and on the stack.
operator:
    push rbx
    mov rbx, rax
    mov eax, 0x4889C158         # mov rcx, rax; pop rax
    call four
    cmp rbx, '+'
    je operator_add
    cmp rbx, '-'
    je operator_subtract
    cmp rbx, '*'
    je operator_multiply
    cmp rbx, '/'
    je operator_divide
    cmp rbx, '%'
    je operator_divide
    cmp rbx, '&'
    je operator_and
    cmp rbx, '^'
    je operator_xor
    cmp rbx, '|'
    je operator_or
    cmp rbx, 0x3C3C
    je operator_left
    cmp rbx, 0x3E3E
    je operator_right
    # setl, setg, setle, setge, sete, setne al
    mov eax, 0x9C
    cmp rbx, '<'
    je operator_compare
    mov eax, 0x9F
    cmp rbx, '>'
    je operator_compare
    mov eax, 0x9E
    cmp rbx, 0x3C3D
    je operator_compare
    mov eax, 0x9D
    cmp rbx, 0x3E3D
    je operator_compare
    mov eax, 0x94
    cmp rbx, 0x3D3D
    je operator_compare
    mov eax, 0x95
operator_compare:
    push rax
    mov eax, 0x4839C8           # cmp rax, rcx
    call three
    mov eax, 0x0F
    call one
    pop rax
    call one
    mov eax, 0xC0
    call one
    mov eax, 0x480FB6C0         # movzx rax, al
    pop rbx
    jmp four
operator_add:
    mov eax, 0x4801C8           # add rax, rcx
    pop rbx
    jmp three
operator_subtract:
    mov eax, 0x4829C8           # sub rax, rcx
    pop rbx
    jmp three
operator_multiply:
    mov eax, 0x480FAFC1         # imul rax, rcx
    pop rbx
    jmp four
operator_divide:
    mov eax, 0x4899             # cqo
    call two
    mov eax, 0x48F7F9           # idiv rcx
    call three
    mov rax, rbx
    pop rbx
    cmp rax, '/'
    je operator_done
    mov eax, 0x4889D0           # mov rax, rdx
    jmp three
operator_done:
    ret
operator_and:
    mov eax, 0x4821C8           # and rax, rcx
    pop rbx
    jmp three
operator_xor:
    mov eax, 0x4831C8           # xor rax, rcx
    pop rbx
    jmp three
operator_or:
    mov eax, 0x4809C8           # or rax, rcx
    pop rbx
    jmp three
operator_left:
    mov eax, 0x48D3E0           # shl rax, cl
    pop rbx
    jmp three
operator_right:
    mov eax, 0x48D3F8           # sar rax, cl
    pop rbx
    jmp three

expression:
    xor eax, eax
# An expression of operators that bind stronger than rax.
binary:
    push rbx
    mov rbx, rax
    call deeper
    call primary
binary_next:
    call strength
    cmp rax, rbx
    jbe binary_done
    push rax
    push r14
    call next
    pop rcx
    cmp rcx, 0x2626
    je binary_both
    cmp rcx, 0x7C7C
    je binary_either
    mov eax, 0x50               # push rax
    pop rdx                     # the strength
    push rcx
    push rdx
    call one
    pop rax
    call binary
    pop rax
    call operator
    jmp binary_next
binary_both:
    call test
    pop rcx
    push rax
    mov eax, 2
    call binary
    pop rax
    call land
    jmp binary_next
binary_either:
    mov eax, 0x4885C0           # test rax, rax
    call three
    mov eax, 0x0F85             # jnz
    call jump
    pop rcx
    push rax
    mov eax, 1
    call binary
    pop rax
    call land
    jmp binary_next
binary_done:
    pop rbx
shallower:
    mov rax, [nesting]
    dec rax
    mov [nesting], rax
    ret
deeper:
    mov rax, [nesting]
    inc rax
    mov [nesting], rax
    cmp rax, 1000
    ja too_many
    ret

# ---- declarations and statements ----

# Whether the token is the name of a type: the zero flag is set then.
is_type:
    cmp r14, 2
    jne is_type_done
    cmp r15, LONG
    je is_type_done
    cmp r15, CHAR
    je is_type_done
    cmp r15, VOID
is_type_done:
    ret

# What stands between a type and a name: 8 or 1 in rax, for p[i].
type:
    push 8
    cmp r15, CHAR
    jne type_name
    pop rax
    push 1
type_name:
    call next
    cmp r14, '*'
    je type_name
    pop rax
    ret

# The name in r15 is a local variable: its place in rax, its width in rcx. What it was is kept.
local:
    mov rdx, [locals]
    mov r8, rdx
    add r8, kept
    cmp r8, kept_end
    jae too_many
    mov [r8], r15
    mov r9, [r15+24]
    mov [r8+8], r9
    mov r9, [r15+32]
    mov [r8+16], r9
    mov r9, [r15+40]
    mov [r8+24], r9
    add rdx, 32
    mov [locals], rdx
    mov [r15+32], rax
    mov [r15+40], rcx
    mov eax, 4
    mov [r15+24], rax
    ret

# The names kept above rax mean again what they did.
forget:
    mov rdx, [locals]
    cmp rdx, rax
    jbe forget_done
    sub rdx, 32
    mov [locals], rdx
    add rdx, kept
    mov r8, [rdx]
    mov r9, [rdx+8]
    mov [r8+24], r9
    mov r9, [rdx+16]
    mov [r8+32], r9
    mov r9, [rdx+24]
    mov [r8+40], r9
    jmp forget
forget_done:
    ret

nested_statement:
    call deeper
    call statement
    jmp shallower

statement:
    cmp r14, '{'
    je statement_block
    call is_type
    je statement_local
    cmp r14, 2
    jne statement_expression
    cmp r15, IF
    je statement_if
    cmp r15, WHILE
    je statement_while
    cmp r15, BREAK
    je statement_break
    cmp r15, CONTINUE
    je statement_continue
    cmp r15, RETURN
    je statement_return
statement_expression:
    cmp r14, ';'
    je next
    call expression
statement_end:
    mov eax, ';'
    jmp want

statement_block:
    call next
    mov rax, [locals]
    push rax
    mov rax, [depth]
    push rax
block_statement:
    cmp r14, '}'
    je block_end
    call nested_statement
    jmp block_statement
block_end:
    call next
    pop rax
    mov [depth], rax
    pop rax
    jmp forget

statement_local:
    call type
    push rbx
    push r15
    mov rbx, rax                # the width
    mov eax, 2
    call want
    cmp r14, '['
    je local_array
    mov eax, 8
    call local_room
    cmp r14, '='
    jne local_known
    call next
    call expression
    mov eax, 0x488985           # mov [rbp+n], rax
    call three
    mov rax, [depth]
    neg rax
    call number
    jmp local_known
local_array:
    call next
    mov rax, r15
    imul rax, rbx
    add rax, 7
    and rax, -8
    call local_room
    add rbx, 16
    mov eax, 1
    call want
    mov eax, ']'
    call want
local_known:
    pop r15
    mov rax, [depth]
    neg rax
    mov rcx, rbx
    call local
    pop rbx
    jmp statement_end

# Makes room for rax bytes in the frame.
local_room:
    add rax, [depth]
    mov [depth], rax
    cmp rax, [deepest]
    jbe local_room_done
    mov [deepest], rax
local_room_done:
    ret

# A condition in parentheses; jumps over what follows where it is 0.
condition:
    mov eax, '('
    call want
    call expression
    mov eax, ')'
    call want
    jmp test

statement_if:
    call next
    call condition
    push rax
    call nested_statement
    cmp r14, 2
    jne if_end
    cmp r15, ELSE
    jne if_end
    call next
    mov eax, 0x90E9             # nop; jmp
    call jump
    pop rcx
    push rax
    mov rax, rcx
    call land
    call nested_statement
if_end:
    pop rax
    jmp land

statement_while:
    call next
    mov rax, [loop_start]
    push rax
    mov rax, [loop_end]
    push rax
    mov [loop_start], r13
    call condition
    push rax
    mov eax, 0x90E9             # nop; jmp into the loop
    call jump
    push rax
    mov [loop_end], r13
    mov eax, 0x90E9             # nop; jmp out of it, for break
    call jump
    pop rcx
    push rax
    mov rax, rcx
    call land
    call nested_statement
    mov rax, [loop_start]
    call back
    pop rax
    call land
    pop rax
    call land
    pop rax
    mov [loop_end], rax
    pop rax
    mov [loop_start], rax
    ret

statement_break:
    call next
    mov rax, [loop_end]
jump_in_loop:
    cmp rax, 0
    je wrong_token
    call back
    jmp statement_end
statement_continue:
    call next
    mov rax, [loop_start]
    jmp jump_in_loop

statement_return:
    call next
    cmp r14, ';'
    je return_nothing
    call expression
return_nothing:
    mov eax, 0xC9C3             # leave; ret
    call two
    jmp statement_end

# The function rbx, behind its parenthesis.
function:
    xor eax, eax
    mov [locals], rax
    mov [depth], rax
    mov [deepest], rax
    push 0                      # how many parameters
function_parameter:
    cmp r14, ')'
    je function_parameters
    call is_type
    jne wrong_token
    call type
    cmp r14, 2
    jne function_unnamed
    mov rcx, rax
    xor eax, eax
    call local
    call next
function_unnamed:
    pop rax
    inc rax
    push rax
    cmp r14, ')'
    je function_parameters
    mov eax, ','
    call want
    jmp function_parameter
function_parameters:
    call next
    pop rax
    shl rax, 3
    add rax, 8                  # where the first one lies; the others lie below it
    mov rdx, kept
function_place:
    mov rcx, [locals]
    add rcx, kept
    cmp rdx, rcx
    jae function_body
    mov r8, [rdx]
    mov [r8+32], rax
    sub rax, 8
    add rdx, 32
    jmp function_place
function_body:
    cmp r14, '{'
    jne function_declared
    call function_here
    mov eax, 0x554889E5         # push rbp; mov rbp, rsp
    call four
    mov eax, 0x4881EC           # sub rsp, n
    call three
    push r13
    xor eax, eax
    call number
    call statement
    mov eax, 0xC9C3             # leave; ret
    call two
    pop rax
    mov rcx, [deepest]
    mov [rax], ecx
    xor eax, eax
    jmp forget
function_declared:
    mov eax, ';'
    call want
    xor eax, eax
    jmp forget

# All declarations.
unit:
    cmp r14, 0
    je unit_end
    cmp r14, 2
    jne wrong_declaration
    cmp r15, ENUM
    je unit_enum
    call is_type
    jne wrong_declaration
    call type
    push rax
    mov rbx, r15
    mov eax, 2
    call want
    cmp r14, '('
    jne unit_variable
    pop rax
    call next
    call function
    jmp unit
unit_variable:
    mov rax, [data]
    add rax, 0x10000000
    mov [rbx+32], rax
    mov eax, 2
    mov [rbx+24], rax
    pop rax
    mov [rbx+40], rax
    mov eax, 8
    cmp r14, '['
    jne unit_place
    mov eax, 3
    mov [rbx+24], rax
    call next
    mov rax, r15
    imul rax, [rbx+40]
    add rax, 7
    and rax, -8
    push rax
    mov eax, 1
    call want
    mov eax, ']'
    call want
    pop rax
unit_place:
    add rax, [data]
    mov [data], rax
    cmp rax, 0x60000000
    ja too_many
    mov eax, ';'
    call want
    jmp unit
unit_end:
    cmp r12, [source_read]      # a zero byte may stand before the end
    jne wrong_declaration
    ret

unit_enum:
    call next
    mov eax, '{'
    call want
    push 0
enum_next:
    cmp r14, '}'
    je enum_end
    mov rbx, r15
    mov eax, 2
    call want
    cmp r14, '='
    jne enum_value
    call next
    pop rax
    push r15
    mov eax, 1
    call want
enum_value:
    mov eax, 1
    mov [rbx+24], rax
    pop rax
    mov [rbx+32], rax
    inc rax
    push rax
    cmp r14, '}'
    je enum_end
    mov eax, ','
    call want
    jmp enum_next
enum_end:
    pop rax
    call next
    mov eax, ';'
    call want
    jmp unit

# ---- the program ----

# A number of eight bytes.
quad:
    push rax
    call number
    pop rax
    shr rax, 32
    jmp number

write_program:
    mov rbx, r13
    mov r13, code
    mov eax, 0x7F454C46         # ELF: magic; 64 bits, little endian, version 1
    call four
    mov eax, 0x010102
    call number
    xor eax, eax
    call quad
    mov eax, 0x3E0002           # executable, x86_64
    call number
    mov eax, 1
    call number
    mov eax, 0x4000B0           # e_entry
    call quad
    mov eax, 64                 # e_phoff
    call quad
    xor eax, eax                # e_shoff, e_flags
    call quad
    xor eax, eax
    call number
    mov eax, 0x380040           # e_ehsize, e_phentsize, e_phnum
    call number
    mov eax, 2
    call number
    xor eax, eax
    call number
    mov eax, 1                  # the code: read, execute
    call number
    mov eax, 5
    call number
    xor eax, eax
    call quad
    mov eax, 0x400000
    call quad
    mov eax, 0x400000
    call quad
    mov rax, rbx
    sub rax, code
    call quad
    mov rax, rbx
    sub rax, code
    call quad
    mov eax, 4096
    call quad
    mov eax, 1                  # the data: read, write; none of it is in the file
    call number
    mov eax, 6
    call number
    xor eax, eax
    call quad
    mov eax, 0x10000000
    call quad
    mov eax, 0x10000000
    call quad
    xor eax, eax
    call quad
    mov rax, [data]
    call quad
    mov eax, 4096
    call quad
    mov rdi, [output]
    mov esi, 493                # 0755
    mov eax, 85                 # creat
    syscall
    cmp rax, 0
    jl wrong_output
    mov rdi, rax
    mov rsi, code
    mov rdx, rbx
    sub rdx, rsi
    mov eax, 1                  # write
    syscall
    cmp rax, rdx
    jne wrong_output
    ret
