using System.Collections.Immutable;
using System.Text;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Commands;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Primitives;

namespace ImgRep.Tests.Containerfiles.Commands;

public class RunWarningsTests
{
    [Theory]
    [InlineData("apt-get -y install gcc", "5 apt-get install cannot reach anything")]
    [InlineData("cd /x && curl -O https://example.org", "14 curl cannot reach anything")]
    [InlineData("x=$(wget -q y)", "9 wget cannot reach anything")]
    [InlineData("git clone https://example.org/x", "5 git clone cannot reach anything")]
    [InlineData("if true; then /usr/bin/pip install x; fi", "28 pip install cannot reach anything")]
    [InlineData("python3 -m pip install x", "16 pip install cannot reach anything")]
    [InlineData("go mod download", "5 go mod download cannot reach anything")]
    [InlineData("go install example.org/x@v1", "5 go install cannot reach anything")]
    public void Commands_that_need_a_network_are_named(string command, string warning) => Check(command).ShouldContain(warning);

    [Theory]
    [InlineData("LANG=C date > /x", "12 date differs in every run")]
    [InlineData("echo \"$(date +%Y)\"", "13 date differs in every run")]
    [InlineData("echo `date`", "11 date differs in every run")]
    [InlineData("echo \"built `date`\"", "18 date differs in every run")]
    [InlineData("date -Iseconds", "5 date differs in every run")]
    [InlineData("echo $EPOCHSECONDS", "10 $EPOCHSECONDS differs in every run")]
    [InlineData("unset SOURCE_DATE_EPOCH; make", "11 without SOURCE_DATE_EPOCH, compilers and archivers write the time of the build")]
    [InlineData("env -u SOURCE_DATE_EPOCH make", "12 without SOURCE_DATE_EPOCH, compilers and archivers write the time of the build")]
    [InlineData("SOURCE_DATE_EPOCH= make", "5 without SOURCE_DATE_EPOCH, compilers and archivers write the time of the build")]
    [InlineData("export SOURCE_DATE_EPOCH=\"\"", "12 without SOURCE_DATE_EPOCH, compilers and archivers write the time of the build")]
    public void The_clock_is_named(string command, string warning) => Check(command).ShouldBe([warning]);

    [Theory]
    [InlineData("echo \"$(hostname)\"", "13 hostname tells where the build runs")]
    [InlineData("uname -r", "5 uname tells on what the build runs")]
    [InlineData("x=$(uname --all)", "9 uname tells on what the build runs")]
    [InlineData("make BY=$(whoami)", "15 whoami tells who builds")]
    [InlineData("make V=$(git describe --tags)", "14 git tells of the clone at hand: its tags, and how many objects it has")]
    [InlineData("make V=$(git -C src describe)", "14 git tells of the clone at hand: its tags, and how many objects it has")]
    [InlineData("make V=\"$(git rev-parse --short HEAD)\"", "15 git tells of the clone at hand: its tags, and how many objects it has")]
    public void The_machine_is_named(string command, string warning) => Check(command).ShouldBe([warning]);

    [Theory]
    [InlineData("echo $RANDOM", "10 $RANDOM differs in every run")]
    [InlineData("x=\"a${RANDOM}\"", "9 $RANDOM differs in every run")]
    [InlineData("head -c 8 </dev/urandom", "16 /dev/urandom differs in every run")]
    [InlineData("dd if=/dev/urandom of=x", "8 /dev/urandom differs in every run")]
    [InlineData("cd $(mktemp -d)", "8 a folder of mktemp has another name in every run")]
    public void Chance_is_named(string command, string warning) => Check(command).ShouldBe([warning]);

    [Theory]
    [InlineData("gcc -O2 -march=native x.c", "13 -march=native compiles for the processor at hand")]
    [InlineData("make CFLAGS=\"-O2 -mtune=native\"", "22 -mtune=native compiles for the processor at hand")]
    [InlineData("CFLAGS='-mcpu=native' ./configure", "13 -mcpu=native compiles for the processor at hand")]
    [InlineData("RUSTFLAGS=-Ctarget-cpu=native cargo build", "17 target-cpu=native compiles for the processor at hand")]
    [InlineData("rustc -C target-cpu=native x.rs", "14 target-cpu=native compiles for the processor at hand")]
    [InlineData("echo CFLAGS=-march=native >config.mk", "17 -march=native compiles for the processor at hand")]
    [InlineData("find . -exec gcc -march=native {} +", "22 -march=native compiles for the processor at hand")]
    [InlineData("sh -c 'gcc -march=native x.c'", "16 -march=native compiles for the processor at hand")]
    [InlineData("gcc $(pkg-config x) -march=native", "25 -march=native compiles for the processor at hand")]
    [InlineData("gcc -Wl,--build-id=uuid x.c", "13 --build-id=uuid makes another build id in every run")]
    public void Flags_are_named(string command, string warning) => Check(command).ShouldBe([warning]);

    [Theory]
    [InlineData("go build ./...", "5 go build embeds the folders of the build, some named by chance|5 go build embeds a build id made of all flags, folders and tools")]
    [InlineData("go -C src build -trimpath", "5 go build embeds a build id made of all flags, folders and tools")]
    [InlineData("go build -trimpath .", "5 go build embeds a build id made of all flags, folders and tools")]
    [InlineData("go install -ldflags '-s -buildid=' .", "5 go install embeds the folders of the build, some named by chance")]
    [InlineData("python3 -m compileall --invalidation-mode timestamp x", "47 compiled modules hold the time of their source")]
    [InlineData("python3 -m compileall --invalidation-mode=timestamp x", "27 compiled modules hold the time of their source")]
    public void What_a_language_embeds_is_named(string command, string warnings) => Check(command).ShouldBe(warnings.Split('|'));

    [Theory]
    [InlineData("tar -czf /x.tgz .", "5 tar without --sort=name and --mtime keeps the order of the folder and the times of the files")]
    [InlineData("tar cf x.tar --sort=name .", "5 tar without --mtime keeps the times of the files")]
    [InlineData("cd /x; tar --create --mtime=@0 . >y", "12 tar without --sort=name keeps the order of the folder")]
    [InlineData("zip -r x.zip x", "5 zip without -X keeps owners and times of access")]
    [InlineData("gzip -9 x", "5 gzip without -n keeps the name and the time of the file")]
    [InlineData("gzip -c <x >y", "5 gzip without -n keeps the name and the time of the file")]
    [InlineData("find . -name '*.1' -exec gzip -9 {} +", "30 gzip without -n keeps the name and the time of the file")]
    [InlineData("find . -print0 | xargs -0 gzip", "31 gzip without -n keeps the name and the time of the file")]
    [InlineData("jar cf x.jar x", "5 jar without --date keeps the times of the files")]
    public void Archives_are_named(string command, string warning) => Check(command).ShouldBe([warning]);

    [Theory]
    [InlineData("git describe; update-ca; mydate; datecmd date.c; git rev-parse --show-toplevel")]
    [InlineData("echo 'curl x' ; curl --version; curl -s https://localhost:1/x # wget y")]
    [InlineData("date -d @0; date --date=@1; date -r file; date -ud @$SOURCE_DATE_EPOCH +%Y")]
    [InlineData("uname -s; uname -m; $(uname -m)")]
    [InlineData("make install apt-get")]
    [InlineData("echo '$RANDOM'; echo \"\\$RANDOM\"; echo $RANDOMIZE")]
    [InlineData("sed -i s/-march=native// Makefile; grep -q -e -march=native x; echo no -march=native")]
    [InlineData("sed 's/-march=native//' x; gsed -i s/-march=native// x; git -C x grep -e -march=native; rg -march=native; gawk /-march=native/ x")]
    [InlineData("find . -name x -exec sed -i s/-march=native// {} +; find . | xargs sed -i s/-march=native//; sh -c 'sed -i s/-march=native// x'")]
    [InlineData("x=$(sed s/-march=native// y); make X=\"`grep -march=native y`\"")]
    [InlineData("tar --create --file x.tar y; tar --extract --file x.tar")]
    [InlineData("gcc -march=native2 -march=x86-64")]
    [InlineData("go build -trimpath -ldflags='-s -buildid=' . && go version && go test ./... && go build -trimpath -ldflags \"$LDFLAGS\"")]
    [InlineData("export GOFLAGS='-trimpath -ldflags=-buildid='; go build && go install")]
    [InlineData("pip install --no-index --no-deps x.whl; cargo install --offline --path .; go install ./cmd/x -trimpath -ldflags=-buildid=")]
    [InlineData("python3 -m compileall -q /x; python3 -m compileall --invalidation-mode checked-hash /x; python3 -m py_compile x.py")]
    [InlineData("tar -xf x.tar; tar -tf x.tar; tar --sort=name --mtime=@0 -cf x.tar .; find . | sort | tar --mtime=@0 -T - -cf y.tar")]
    [InlineData("tar -cf - . | tar -xf - -C /y; tar -czf a.tgz a && rm -r a && tar -xzf a.tgz")]
    [InlineData("export TAR_OPTIONS='--sort=name --mtime=@0'; tar -cf x .")]
    [InlineData("cat x | gzip >y; gzip -dc x; gzip -9n x; gzip --no-name x; zip -Xr x.zip x; zip -r9X x.zip x; jar xf x.jar; jar --date=x -cf x.jar x")]
    [InlineData("SOURCE_DATE_EPOCH=1 make; unset X; env -u X make; export GNUPGHOME=$(mktemp -d)")]
    public void Commands_that_only_look_like_them_are_left_alone(string command) => Check(command).ShouldBeEmpty();

    [Fact]
    public void Scripts_in_here_documents_are_read_where_they_stand() =>
        CheckFile("FROM imgrep/gcc AS a\nRUN <<EOF\nmake\n  wget x # date\nmake && \\\nuname -r\nEOF\n")
            .ShouldBe(["4:3 wget cannot reach anything", "6:1 uname tells on what the build runs"]);

    [Fact]
    public void Text_in_here_documents_is_no_script_but_what_the_shell_puts_into_it() =>
        CheckFile("FROM imgrep/gcc AS a\nRUN cat >x <<EOF && sh <<'END'\nwget $(hostname)\nEOF\nwget y\nEND\n").ShouldBe(
            ["3:8 hostname tells where the build runs", "5:1 wget cannot reach anything"]);

    [Fact]
    public void Quoted_text_and_scripts_for_other_programs_are_left_alone() =>
        CheckFile("FROM imgrep/gcc AS a\nRUN cat >x <<'EOF'\n$(date)\nEOF\nRUN <<EOF\n#!/usr/bin/python3\ndate\nEOF\nRUN <<EOF\n#!/bin/sh -e\ndate\nEOF\n")
            .ShouldBe(["11:1 date differs in every run"]);

    [Fact]
    public void A_here_document_within_a_script_is_text() =>
        CheckFile("FROM imgrep/gcc AS a\nRUN <<EOF\ncat >x <<-END\n\tdate\n\tEND\nwhoami\ndate\nEOF\n").ShouldBe(["7:1 date differs in every run"]);

    [Fact]
    public void Words_are_found_in_later_lines_of_an_instruction() =>
        CheckFile("FROM imgrep/gcc AS a\nRUN make && \\\n  # date\n  date\n").ShouldBe(["4:3 date differs in every run"]);

    [Fact]
    public void Words_of_the_exec_form_and_scripts_of_a_shell_are_found() =>
        CheckFile("FROM imgrep/gcc AS a\nRUN [\"date\", \"+%s\"]\nRUN [\"/bin/sh\", \"-c\", \"make && uname -r\"]\nRUN bash -euo pipefail -c 'true; hostname'\n").ShouldBe(
            ["2:7 date differs in every run", "3:32 uname tells on what the build runs", "4:34 hostname tells where the build runs"]);

    [Fact]
    public void Flags_in_variables_are_found() =>
        CheckFile("ARG F=-march=native\nFROM imgrep/gcc AS a\nENV A=1 CFLAGS=\"-O2 -mtune=native\" SOURCE_DATE_EPOCH=\nARG G='-C target-cpu=native'\n").ShouldBe(
            [
                "1:7 -march=native compiles for the processor at hand",
                "3:21 -mtune=native compiles for the processor at hand",
                "3:36 without SOURCE_DATE_EPOCH, compilers and archivers write the time of the build",
                "4:11 target-cpu=native compiles for the processor at hand",
            ]);

    [Fact]
    public void Variables_of_the_stage_count() =>
        CheckFile("FROM imgrep/go AS a\nENV GOFLAGS=\"-trimpath -ldflags=-buildid=\"\nFROM a AS b\nRUN go build\n").ShouldBeEmpty();

    [Fact]
    public void What_another_program_than_a_shell_reads_is_left_alone() =>
        CheckFile("FROM imgrep/gcc AS a\nSHELL [\"/usr/bin/python3\", \"-c\"]\nRUN date\n").ShouldBeEmpty();

    [Fact]
    public void The_same_is_said_once_of_an_instruction() =>
        CheckFile("FROM imgrep/gcc AS a\nRUN date; date\nRUN date\n").Length.ShouldBe(2);

    [Fact]
    public void A_hint_says_what_to_write_instead() =>
        Diagnose("FROM imgrep/gcc AS a\nRUN gzip x\n").ShouldHaveSingleItem()
            .ShouldBe(new Diagnostic(new SourceSpan("Containerfile", 2, 5, 4), Rules.Archive, "gzip without -n keeps the name and the time of the file", "write gzip -n"));

    private static IEnumerable<string> Check(string command) =>
        Diagnose($"FROM imgrep/gcc AS a\nRUN {command}\n").Select(diagnostic => $"{diagnostic.Span.Column} {diagnostic.Message}");

    private static string[] CheckFile(string text) =>
        [.. Diagnose(text).Select(diagnostic => $"{diagnostic.Span.Line}:{diagnostic.Span.Column} {diagnostic.Message}")];

    private static ImmutableArray<Diagnostic> Diagnose(string text) =>
        RunWarnings.Check(ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), ParseOptions.Default).Containerfile.ShouldNotBeNull(), ParseOptions.Default);
}
