using Shouldly;
using Xunit;

namespace Bookstore.Samples;

/// <summary>The remote sample makes the same books of a file as the sample in process.</summary>
public sealed class UploadRowsTests
{
    [Fact]
    public async Task Read_the_whole_catalogue_or_the_excerpt_gives_the_books_of_the_sample_in_process()
    {
        var path = File.Exists(RepositoryFiles.WholeCatalogue) ? RepositoryFiles.WholeCatalogue : RepositoryFiles.Excerpt;
        var (books, refused) = await Catalogue.ReadAsync(path);

        var (rows, withoutIsbn) = UploadRows.Read(path);

        // The shop refuses what is no ISBN and what is too long.
        var taken = rows.Where(static row => Isbn.TryParse(row.Isbn, out _) && row.Title.Length is >= 1 and <= Book.MaxTextLength && row.Authors.Length <= Book.MaxTextLength).ToList();
        taken.Select(static row => (Isbn.Parse(row.Isbn), row.Title, row.Authors)).ShouldBe(books.Select(static book => (book.Isbn, book.Title, book.Author)));
        (withoutIsbn + rows.Count - taken.Count).ShouldBe((int)refused.Total);
    }

    [Theory]
    [InlineData(500, "", 500)]
    [InlineData(498, "\ud83d\ude00\ud83d\ude00", 499)]
    [InlineData(499, "\ud83d\ude00", 500)]
    [InlineData(501, "", 500)]
    public void Shorten_keeps_a_surrogate_pair_as_a_whole_or_leaves_it_out(int before, string end, int length)
    {
        var shortened = Text.Shorten(new string('x', before) + end, 500);

        shortened.Length.ShouldBe(length);
        shortened.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }
}
