using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed class CatalogueImportTests
{
    [Fact]
    public async Task ReadAsync_excerpt_has_the_faults_that_its_readme_names()
    {
        var (books, refused) = await Catalogue.ReadAsync(RepositoryFiles.Excerpt);

        books.Count.ShouldBe(49);
        refused.Count(RefusalReason.NoIsbn).ShouldBe(3);
        refused.Count(RefusalReason.LostDigits).ShouldBe(3);
        refused.Count(RefusalReason.BadIsbn).ShouldBe(6);
        refused.Count(RefusalReason.DuplicateIsbn).ShouldBe(1);
        refused.Total.ShouldBe(13);
        refused.First[^1].Line.ShouldBe(63);
        refused.First[^1].Detail.ShouldBe("9780439554930, first in line 3");
    }

    [Fact]
    public async Task ReadAsync_whole_catalogue_repairs_what_can_be_repaired()
    {
        var isHere = File.Exists(RepositoryFiles.WholeCatalogue);
        var (books, refused) = await Catalogue.ReadAsync(isHere ? RepositoryFiles.WholeCatalogue : RepositoryFiles.Excerpt);

        books.Count.ShouldBe(isHere ? 9_277 : 49);
        books.Select(book => book.Isbn).Distinct().Count().ShouldBe(books.Count);
        refused.Count(RefusalReason.NoIsbn).ShouldBe(isHere ? 565 : 3);
        refused.Count(RefusalReason.LostDigits).ShouldBe(isHere ? 135 : 3);
        refused.Count(RefusalReason.BadIsbn).ShouldBe(isHere ? 23 : 6);
        (books.Count + refused.Total).ShouldBe(isHere ? 10_000 : 62);
        refused.First.Select(record => record.Line).ShouldBeInOrder();
        refused.First[0].Line.ShouldBe(isHere ? 107 : 50);
    }

    [Fact]
    public async Task ReadAsync_excerpt_makes_books_that_the_shop_takes()
    {
        var (books, _) = await Catalogue.ReadAsync(RepositoryFiles.Excerpt);

        books[0].Title.ShouldBe("The Hunger Games (The Hunger Games, #1)");
        books[0].Author.ShouldBe("Suzanne Collins");
        books[0].Language.ShouldBe("eng");
        books.ShouldAllBe(book => book.Title.Length > 0 && book.Title.Length <= Book.MaxTextLength && book.Author.Length <= Book.MaxTextLength);
        books.Max(book => book.Author.Length).ShouldBe(Book.MaxTextLength);
        books.ShouldAllBe(book => book.Price.Currency == "USD" && book.Price.Amount >= 4.99m && book.Price.Amount <= 29.99m);
        books.Select(book => book.Price).Distinct().Count().ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task ReadAsync_rows_that_cannot_be_split_are_refused_with_their_lines()
    {
        var (books, refused) = await Catalogue.ReadTextAsync(
            """
            isbn,isbn13,authors,title
            439023483,,"Suzanne
            Collins",The Hunger Games
            439554934,,J.K. Rowling
            316015849,,Stephenie "Meyer,Twi"light
            61120081,,Harper Lee,To Kill a Mockingbird,extra
            743273567,,F. Scott Fitzgerald,
            525478817,,John Green,The Fault in Our Stars
            """);

        books.Select(book => book.Title).ShouldBe(["The Hunger Games", "The Fault in Our Stars"]);
        refused.First.Select(record => (record.Line, record.Reason)).ShouldBe(
        [
            (4, RefusalReason.Malformed),
            (5, RefusalReason.Malformed),
            (6, RefusalReason.Malformed),
            (7, RefusalReason.NoTitle),
        ]);
    }

    [Fact]
    public async Task Refuse_books_that_the_shop_refused_are_counted_and_no_longer_sold()
    {
        var import = new CatalogueImport(Catalogue.Prices);
        using (var file = CatalogueFile.Open(RepositoryFiles.Excerpt))
        {
            await foreach (var book in import.ReadAsync(file))
            {
                book.ShouldNotBeNull();
            }
        }

        var isbn = import.Isbns[1];
        import.Refuse([new RefusedBook(1, isbn, "no reason")]);

        import.Isbns.ShouldNotContain(isbn);
        import.Refused.Total.ShouldBe(14);
        import.Refused.First[^1].ShouldBe(new RefusedRecord(3, RefusalReason.RefusedByShop, "no reason", isbn.ToString()));
    }
}
