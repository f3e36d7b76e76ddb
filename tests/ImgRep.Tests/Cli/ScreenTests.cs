using System.Text;
using ImgRep.Cli.Display;

namespace ImgRep.Tests.Cli;

public sealed class ScreenTests : IDisposable
{
    private readonly TerminalStream stream = new(20, 6);
    private readonly Screen screen;

    public ScreenTests() => screen = new Screen(stream, () => (stream.Terminal.Columns, stream.Terminal.Height));

    [Fact]
    public void Lines_are_drawn_over_in_place()
    {
        screen.Draw(["one", "two"]);
        screen.Draw(["three"]);
        stream.Terminal.All.ShouldBe(["three"]);
    }

    [Fact]
    public void What_stays_stands_above_what_is_drawn_over()
    {
        screen.Draw(["at work", "in all"]);
        Print("built\n");
        screen.Draw(["at work", "in all"]);
        Print("also built\n");
        screen.Draw(["at work"]);
        stream.Terminal.All.ShouldBe(["built", "also built", "at work"]);
    }

    [Fact]
    public void Nothing_is_left_of_it_in_the_end()
    {
        Print("built\n");
        screen.Draw(["at work", "in all"]);
        screen.Clear();
        stream.Terminal.All.ShouldBe(["built"]);
        stream.Terminal.Column.ShouldBe(0);
    }

    [Fact]
    public void A_line_that_is_printed_in_pieces_is_not_interrupted()
    {
        screen.Draw(["at work"]);
        Print("bu");
        screen.Draw(["at work"]);
        Print("ilt\n");
        stream.Terminal.All.ShouldBe(["built"]);
    }

    [Fact]
    public void Once_the_answer_comes_nothing_is_drawn_and_nothing_erased()
    {
        screen.Draw(["at work", "in all"]);
        screen.Close();
        stream.Write("the answer\n"u8);
        screen.Draw(["at work", "in all"]);
        screen.Clear();
        stream.Terminal.All.ShouldBe(["the answer"]);
    }

    [Fact]
    public void A_key_that_is_echoed_shifts_nothing()
    {
        screen.Draw(["at work", "in all"]);
        stream.Write("^C"u8);
        screen.Draw(["still at work", "in all"]);
        stream.Terminal.All.ShouldBe(["still at work", "in all"]);
        stream.Write("^C"u8);
        screen.ClearLine();
        Print("interrupted\n");
        stream.Terminal.All.ShouldBe(["interrupted"]);
    }

    [Fact]
    public void In_a_window_that_became_narrower_the_rows_that_lines_were_wrapped_into_go_with_them()
    {
        Print("built\n");
        screen.Draw(["nineteen characters", "short"]);
        stream.Terminal.Resize(8, 6);
        stream.Terminal.Window.Count.ShouldBe(5);
        screen.Draw(["narrow"]);
        stream.Terminal.All.ShouldBe(["built", "narrow"]);
    }

    [Fact]
    public void A_line_that_is_wider_than_was_thought_takes_one_row()
    {
        // Terminals do not agree about the width of everything.
        screen.Draw([new string('x', 30), "in all"]);
        screen.Draw(["short", "in all"]);
        stream.Terminal.All.ShouldBe(["short", "in all"]);
    }

    [Fact]
    public void What_another_program_wrote_meanwhile_is_left_alone()
    {
        screen.Draw(["at work", "in all"]);
        stream.Write("[1]+ Stopped\n$ fg\n"u8);
        screen.Forget();
        screen.Draw(["at work"]);
        stream.Terminal.All.ShouldBe(["at work", "in all", "[1]+ Stopped", "$ fg", "at work"]);
    }

    public void Dispose() => stream.Dispose();

    private void Print(string text) => screen.Write(Encoding.UTF8.GetBytes(text));

    private sealed class TerminalStream(int columns, int height) : MemoryStream
    {
        public EmulatedTerminal Terminal { get; } = new(columns, height);

        /// <summary>As the line discipline does, a line feed also returns.</summary>
        public override void Write(ReadOnlySpan<byte> buffer) =>
            Terminal.Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(buffer).Replace("\n", "\r\n", StringComparison.Ordinal)));

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
