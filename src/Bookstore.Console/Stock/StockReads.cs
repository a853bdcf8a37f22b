using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The books with their stock, and the ledger of one of them.</summary>
internal static class StockReads
{
    private const int MostMovements = 100;

    public static async ValueTask<ConsoleAnswer> ListAsync(ConsoleRequest request)
    {
        var search = request.Query("q");
        string? problem = null;
        var page = new Page<BookListing>([], null);
        try
        {
            page = await request.Service<IInventoryService>()
                .ListBooksAsync(new BookQuery { Text = search, Limit = ConsoleRequest.PageSize, After = request.Query("after") }, request.Aborted).ConfigureAwait(false);
        }
        catch (ArgumentException exception) when (exception is not InvalidCursorException)
        {
            problem = $"A search has 1 to {BookQuery.MaxTextLength} characters.";
        }

        return ConsoleAnswer.Page<StockListPage, StockListModel>("Stock", "stock", new StockListModel(search, page, request.Query("after") is not null, problem));
    }

    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        var inventory = request.Service<IInventoryService>();
        if (!Isbn.TryParseArticle(request.Value("isbn"), out var isbn) || await inventory.FindBookAsync(isbn, request.Aborted).ConfigureAwait(false) is not { } listing)
        {
            return ConsoleAnswer.Problem(Problems.BookNotFound);
        }

        var page = await inventory.ListMovementsAsync(isbn, new PageRequest { Limit = MostMovements, After = request.Query("after") }, request.Aborted).ConfigureAwait(false);
        return ConsoleAnswer.Page<StockPage, StockModel>($"Stock of {isbn}", "stock", new StockModel(listing, page, request.Query("after") is not null));
    }
}

/// <summary>What the list of books shows.</summary>
internal sealed record StockListModel(string? Search, Page<BookListing> Page, bool IsLaterPage, string? Problem)
{
    /// <summary>The address of a page of the list.</summary>
    public string PathOf(string? after) => (Search, after) switch
    {
        (null, null) => "stock",
        ({ } search, null) => $"stock?q={Uri.EscapeDataString(search)}",
        (null, { } next) => $"stock?after={Uri.EscapeDataString(next)}",
        var (search, next) => $"stock?q={Uri.EscapeDataString(search)}&after={Uri.EscapeDataString(next)}",
    };
}

/// <summary>What the ledger of a book shows.</summary>
internal sealed record StockModel(BookListing Listing, Page<StockMovement> Page, bool IsLaterPage);
