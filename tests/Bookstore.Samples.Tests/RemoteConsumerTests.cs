using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Samples;

/// <summary>The remote sample reads files as strictly as the one in process, and says what is wrong in a line.</summary>
public sealed class RemoteConsumerTests
{
    // Nothing listens on the first port.
    private static readonly string[] Nowhere = ["--url", "http://127.0.0.1:1"];

    [Fact]
    public async Task Run_no_host_names_the_address_and_says_how_to_start_one()
    {
        var output = await SampleProcess.RunRemoteAsync(Nowhere);

        output.ExitCode.ShouldBe(1);
        output.Faults.ShouldContain("http://127.0.0.1:1/api/books was not sent: no connection to the server");
        output.Faults.ShouldContain("dotnet run --project samples/Bookstore.Host");
        (output.Text + output.Faults).ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task Run_wrong_key_names_the_variable_to_set()
    {
        using var host = new RefusingHost();

        var output = await SampleProcess.RunRemoteAsync("--url", host.Address);

        output.ExitCode.ShouldBe(1);
        output.Faults.ShouldContain("Set BOOKSTORE_API_KEY to a key of the host that has every role.");
        (output.Text + output.Faults).ShouldNotContain('\u001b');
    }

    [Theory]
    [InlineData("--orders", "many", "--orders is a whole number from 1 to 100000, not 'many'.")]
    [InlineData("--url", "localhost", "--url is 'localhost'; give an address such as http://localhost:5001.")]
    [InlineData("--orders", "1", "--nope", "There is no option --nope.")]
    [InlineData("--orders", "1", "--stock", "--stock needs a value.")]
    public async Task Run_wrong_words_say_which(params string[] wordsAndMessage)
    {
        var output = await SampleProcess.RunRemoteAsync(wordsAndMessage[..^1]);

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldStartWith(wordsAndMessage[^1]);
        output.Faults.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Run_an_address_that_no_client_can_have_says_so()
    {
        var output = await SampleProcess.RunRemoteAsync("--url", "http://user:secret@localhost:1/");

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldContain("without a user");
        output.Faults.ShouldNotContain("secret@");
    }

    [Fact]
    public async Task Run_help_shows_the_usage()
    {
        var output = await SampleProcess.RunRemoteAsync("--help");

        output.ExitCode.ShouldBe(0);
        output.Text.ShouldContain("--url ADDRESS");
    }

    [Fact]
    public async Task Run_a_file_that_is_no_catalogue_ends_with_two_before_anything_is_sent()
    {
        using var other = new TemporaryFile("name,price\nThe Hobbit,9.99\n"u8.ToArray());

        var output = await SampleProcess.RunRemoteAsync([other.Path, .. Nowhere]);

        output.ExitCode.ShouldBe(2);
        output.Faults.ShouldContain("is not a catalogue");
        output.Text.ShouldNotContain("imported=");
    }

    [Theory]
    [InlineData("isbn;isbn13;authors;title\n0141439580;;Jane Austen;Emma\n", "lacks the columns")]
    [InlineData("ISBN,ISBN13,Authors,Title\n0141439580,,Jane Austen,Emma\n", "lacks the columns")]
    [InlineData("", "lacks the columns")]
    [InlineData("isbn,isbn13,authors,title\n", "has no book that can be sold")]
    [InlineData("isbn,isbn13,authors,title\n0141439581,,Jane Austen,Emma\n", "has no book that can be sold")]
    public void Read_a_file_that_is_no_catalogue_is_refused(string text, string message)
    {
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(text));

        Should.Throw<CatalogueFileException>(() => UploadRows.Read(file.Path)).Message.ShouldContain(message);
    }

    [Fact]
    public void Read_a_file_in_another_encoding_is_refused()
    {
        using var file = new TemporaryFile(Encoding.Latin1.GetBytes("isbn,isbn13,authors,title\n0141439580,,Charlotte Bront\u00eb,Emma\n"));

        Should.Throw<CatalogueFileException>(() => UploadRows.Read(file.Path)).Message.ShouldContain("is not UTF-8 text");
    }

    [Fact]
    public void Read_rows_that_cannot_be_split_or_have_no_title_are_counted()
    {
        using var file = new TemporaryFile("isbn,isbn13,authors,title\n0141439580,,Jane Austen,Emma\n1,2,3\n0547928227,,Tolkien,\n,9780143127550,Weir,The Martian\n"u8.ToArray());

        var (rows, refused) = UploadRows.Read(file.Path);

        rows.Select(static row => (row.Isbn, row.Title)).ShouldBe([("9780141439587", "Emma"), ("9780143127550", "The Martian")]);
        refused.ShouldBe(2);
    }

    [Theory]
    [InlineData("0141439580")]
    [InlineData("141439580")]
    [InlineData("0-304-33376-X")]
    [InlineData("30433376x")]
    [InlineData("0141439581")]
    [InlineData("0000000000")]
    [InlineData("9780141439587")]
    [InlineData("9780141439588")]
    [InlineData("979-0-2600-0043-8")]
    [InlineData("9780000000002")]
    [InlineData("X141439580")]
    [InlineData("letters")]
    [InlineData("")]
    public void Find_agrees_with_the_shop_on_what_is_an_isbn(string text)
    {
        IsbnRepair.Find(text, text, out var expected);

        IsbnText.Find(text, text).ShouldBe(expected.IsDefault ? null : expected.ToString());
    }
}
