using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed class CatalogueFileTests
{
    private const string Header = "isbn,isbn13,authors,title\n";

    [Fact]
    public void Open_missing_file_says_so()
    {
        var fault = Should.Throw<CatalogueFileException>(() => CatalogueFile.Open("no-such-folder/books.csv"));

        fault.Message.ShouldBe("no-such-folder/books.csv does not exist. Give the path of a books.csv, or none to use the excerpt.");
    }

    [Fact]
    public void Open_folder_says_that_it_cannot_be_read()
    {
        var fault = Should.Throw<CatalogueFileException>(() => CatalogueFile.Open(RepositoryFiles.Root));

        fault.Message.ShouldStartWith($"{RepositoryFiles.Root} cannot be read: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("name,price\nThe Hobbit,9.99\n")]
    [InlineData("isbn;isbn13;authors;title\n1;2;3;4\n")]
    [InlineData("\0\u0001\u0002\u0003")]
    public void Open_other_file_names_the_columns_that_it_lacks(string text)
    {
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(text));

        var fault = Should.Throw<CatalogueFileException>(() => CatalogueFile.Open(file.Path));

        fault.Message.ShouldBe($"{file.Path} is not a catalogue: its first line lacks the columns isbn, isbn13, authors, title. " +
            "Give the books.csv of goodbooks-10k, or a file with the same header.");
    }

    [Fact]
    public void ReadRows_other_encoding_says_so()
    {
        using var temporary = new TemporaryFile(Encoding.Latin1.GetBytes(Header + "316015849,,Stéphenie Meyer,Twilight\n"));

        var fault = Should.Throw<CatalogueFileException>(() => ReadAll(temporary.Path));

        fault.Message.ShouldBe($"{temporary.Path} is not UTF-8 text. Convert it first, with iconv for example.");
    }

    [Fact]
    public void ReadRows_quote_never_closed_gives_up_after_a_megabyte()
    {
        using var temporary = new TemporaryFile(Encoding.UTF8.GetBytes(Header + "316015849,,\"" + new string('a', 4 * 1024 * 1024)));

        var fault = Should.Throw<CatalogueFileException>(() => ReadAll(temporary.Path));

        fault.Message.ShouldEndWith("it has a row of more than 1048576 bytes, or a quote that is never closed.");
    }

    [Fact]
    public void ReadRows_header_alone_is_an_empty_catalogue()
    {
        using var temporary = new TemporaryFile(Encoding.UTF8.GetBytes(Header));

        ReadAll(temporary.Path).ShouldBeEmpty();
    }

    [Fact]
    public void ReadRows_columns_in_another_order_are_found_by_name()
    {
        const string Text = "\uFEFFtitle,language_code,isbn13,isbn,authors\r\nTwilight, en-US ,9.78031601584e+12,316015849,Stephenie Meyer\r\n";
        using var temporary = new TemporaryFile(Encoding.UTF8.GetBytes(Text));

        var row = ReadAll(temporary.Path).ShouldHaveSingleItem();

        row.ShouldBe(new CatalogueRow
        {
            Line = 2,
            Isbn = "316015849",
            Isbn13 = "9.78031601584e+12",
            Authors = "Stephenie Meyer",
            Title = "Twilight",
            Language = "en-US",
        });
    }

    private static List<CatalogueRow> ReadAll(string path)
    {
        using var file = CatalogueFile.Open(path);
        return [.. file.ReadRows()];
    }
}
