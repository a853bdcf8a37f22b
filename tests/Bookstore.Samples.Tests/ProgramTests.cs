using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed partial class ProgramTests
{
    private static readonly string[] PartsOfTheReport =
    [
        "check digit is wrong", "duplicate ISBN", "rejected, card declined", "sold out", "delivered", "damaged and written off", "money given back", "p99.9", "Best sellers", "The Hunger Games",
    ];

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task Run_excerpt_sells_it_and_keeps_every_promise(string store)
    {
        var output = await SampleProcess.RunAsync("--orders", "600", "--customers", "20", "--limited", "5", "--store", store);

        output.ExitCode.ShouldBe(0, output.Faults);
        var figures = LastLine().Match(output.LastLine);
        figures.Success.ShouldBeTrue(output.LastLine);
        figures.Groups["imported"].Value.ShouldBe("49");
        figures.Groups["refused"].Value.ShouldBe("13");
        Number(figures, "orders").ShouldBeInRange(400, 600);
        Number(figures, "orders_per_s").ShouldBeGreaterThan(0);
        figures.Groups["violations"].Value.ShouldBe("0");
        foreach (var part in PartsOfTheReport)
        {
            output.Text.ShouldContain(part);
        }
    }

    [Fact]
    public async Task Run_into_a_pipe_is_plain_text()
    {
        var output = await SampleProcess.RunAsync("--orders", "20", "--customers", "2", "--store", "memory");

        output.Text.ShouldNotContain('\u001b');
        output.Text.ShouldNotContain('\r');
        output.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_twice_on_one_file_adds_up()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["--orders", "50", "--customers", "5", "--database", Path.Combine(folder.Path, "a shop; or two.db")];

        var first = await SampleProcess.RunAsync(args);
        var second = await SampleProcess.RunAsync(args);

        (first.ExitCode, second.ExitCode).ShouldBe((0, 0), first.Faults + second.Faults);
        Number(LastLine().Match(second.LastLine), "orders").ShouldBeInRange(1, 50);
    }

    [Fact]
    public async Task Run_missing_file_says_so_and_ends_with_two()
    {
        var output = await SampleProcess.RunAsync("no-such-file.csv");

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldStartWith("no-such-file.csv does not exist.");
        output.Text.ShouldNotContain("imported=");
    }

    [Fact]
    public async Task Run_other_file_says_so_and_ends_with_two()
    {
        using var file = new TemporaryFile("name,price\nThe Hobbit,9.99\n"u8.ToArray());

        var output = await SampleProcess.RunAsync(file.Path);

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldContain("is not a catalogue");
    }

    [Fact]
    public async Task Run_no_usable_book_says_so_and_ends_with_two()
    {
        using var file = new TemporaryFile("isbn,isbn13,authors,title\n1416913184,,Simone Elkeles,Two-Way Street\n"u8.ToArray());

        var output = await SampleProcess.RunAsync(file.Path, "--store", "memory");

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldContain("has no book that can be sold");
    }

    [Fact]
    public async Task Run_foreign_database_says_so_and_ends_with_two()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "letters.db");
        await File.WriteAllTextAsync(path, "this is no database");

        var output = await SampleProcess.RunAsync("--orders", "20", "--database", path);

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldContain(path);
        (await File.ReadAllTextAsync(path)).ShouldBe("this is no database");
    }

    [Fact]
    public async Task Run_unknown_option_shows_the_usage_and_ends_with_two()
    {
        var output = await SampleProcess.RunAsync("--speed", "11");

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldStartWith("There is no option --speed.");
        output.Faults.ShouldContain("--orders N");
    }

    [Fact]
    public async Task Run_help_shows_the_usage()
    {
        var output = await SampleProcess.RunAsync("--help");

        output.ExitCode.ShouldBe(0);
        output.Text.ShouldContain("--orders N");
    }

    [Fact]
    public async Task Run_interrupted_stops_and_leaves_nothing_behind()
    {
        using var process = SampleProcess.Start("--orders", "1000000", "--customers", "4");
        await process.WaitForLineAsync("Stocking the shelves");

        process.Interrupt();
        var output = await process.WaitAsync();

        output.ExitCode.ShouldBe(130);
        output.Faults.ShouldBe("Stopped." + Environment.NewLine);
        process.FilesLeft.ShouldBeEmpty();
    }

    private static long Number(Match match, string name) => long.Parse(match.Groups[name].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^imported=(?<imported>\d+) refused=(?<refused>\d+) orders=(?<orders>\d+) orders_per_s=(?<orders_per_s>\d+) violations=(?<violations>\d+)$",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex LastLine();
}
