using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>The catalogue.</summary>
internal static class BookEndpoints
{
    public const string AnyIsbn = "An ISBN-13 or an ISBN-10, with or without hyphens; where the shop sells other articles, any EAN-13.";

    private const string WordsText =
        "Whole words that all stand in the title or the author, in any order. Case, accents, apostrophes, ligatures, width and invisible characters make no difference; "
        + "a text of a script without spaces is found by any part of it.";

    [Tags("Books")]
    [EndpointName("listBooks")]
    [EndpointSummary("List books")]
    [EndpointDescription("Books by ascending ISBN, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The books.")]
    [Refuses(ProblemCodes.InvalidQuery)]
    public static ListResult<BookListing, BookResource> List(
        [FromQuery(Name = "q"), SearchWords, StringLength(BookQuery.MaxTextLength), Description(WordsText)] string? q,
        [FromQuery(Name = "author"), SearchWords, StringLength(BookQuery.MaxTextLength), Description("Whole words that all stand in the author, compared like those of `q`.")] string? author,
        [FromQuery(Name = "publisher"), StringLength(BookQuery.MaxTextLength), Description("Books of this publisher only: all of its name. Case, accents and signs make no difference.")] string? publisher,
        [FromQuery(Name = "subject"), SubjectCode, StringLength(BookQuery.MaxTextLength), Description("Books with this subject only: the scheme, a colon and the code, such as `thema:FBA`. Case makes no difference.")] string? subject,
        [FromQuery(Name = "status"), StringLength(BookDetails.MaxCodeLength), Description("Books of this `publishing_status` only.")] string? status,
        [FromQuery(Name = "published_after"), PublicationDay, StringLength(10), Description("Books published on this day or later: a day, or a month or a year for its first day. A book without `published_on` is not listed.")] string? publishedAfter,
        [FromQuery(Name = "published_before"), PublicationDay, StringLength(10), Description("Books published before this day. Time spans that follow each other have each book once.")] string? publishedBefore,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var books = new BookQuery
        {
            Text = WordsOf(q),
            Author = WordsOf(author),
            Publisher = publisher,
            Subject = subject,
            PublishingStatus = status,
            PublishedAfter = DayOf(publishedAfter),
            PublishedBefore = DayOf(publishedBefore),
            After = page.After,
        };
        var inventory = ApiRequest.Service<IInventoryService>(context);
        return new(page.Size, limit => inventory.ListBooksAsync(books with { Limit = limit }, cancellationToken), Resources.From);
    }

    [Tags("Books")]
    [EndpointName("getBook")]
    [EndpointSummary("Read a book")]
    [EndpointDescription("The book, its price, and what can be sold now.")]
    [Responds(200, "The book.")]
    [Refuses(ProblemCodes.BookNotFound)]
    public static async ValueTask<ApiResult<BookResource>> GetAsync(
        [FromRoute(Name = "isbn"), StringLength(Isbn.MaxTextLength), Description(AnyIsbn)] string isbn,
        ReadConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!Isbn.TryParseArticle(isbn, out var parsed))
        {
            return Problems.BookNotFound;
        }

        var listing = await ApiRequest.Service<IInventoryService>(context).FindBookAsync(parsed, cancellationToken).ConfigureAwait(false);
        if (listing is null)
        {
            return Problems.BookNotFound;
        }

        return new ApiResult<BookResource>(Resources.From(listing)) { Version = listing.Version, Conditions = conditions };
    }

    [Tags("Books")]
    [EndpointName("saveBook")]
    [EndpointSummary("Save a book")]
    [EndpointDescription("Adds a book to the catalogue, or replaces its data. Stock is left alone.\n\n"
        + "With `If-Match`, only if the book still has that `ETag`, which changes with its data and with `stock` (and `orderable`); with `If-None-Match: *`, only if it is new.")]
    [Consumes("application/json")]
    [Responds(201, "Added.")]
    [Responds(200, "Replaced.")]
    [Refuses(ProblemCodes.InvalidBook, ProblemCodes.BackorderLimitInUse)]
    public static async ValueTask<ApiResult<BookResource>> SaveAsync(
        [FromRoute(Name = "isbn"), StringLength(Isbn.MaxTextLength), Description(AnyIsbn)] string isbn,
        SaveConditions conditions,
        JsonBody<SaveBookBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var inventory = ApiRequest.Service<IInventoryService>(context);
        var currency = body.Value.Currency ?? await CurrencyOfAsync(isbn, inventory, cancellationToken).ConfigureAwait(false) ?? ApiRequest.SettingsOf(context).DefaultCurrency;
        if (!TryMakeBook(isbn, body.Value, currency, out var book, out var problem))
        {
            return problem!;
        }

        var result = await inventory.SaveBookAsync(book, conditions.Expected, cancellationToken).ConfigureAwait(false);
        if (result.Outcome == SaveBookOutcome.ArticleNotAllowed)
        {
            return Problems.Invalid(ProblemCodes.InvalidBook, "The address names an article that is no book, and this shop's catalogue takes books alone (BookstoreOptions.OtherArticles).");
        }

        if (result.Outcome == SaveBookOutcome.PreconditionFailed)
        {
            return Problems.PreconditionFailed;
        }

        var listing = result.Listing!;
        if (result.Outcome == SaveBookOutcome.BackorderLimitInUse)
        {
            return LimitInUse(listing.Stock);
        }

        var isNew = result.Outcome == SaveBookOutcome.Added;
        return new ApiResult<BookResource>(Resources.From(listing))
        {
            Status = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            Location = isNew ? ApiRequest.CanonicalLocationOf(context, listing.Book.Isbn.ToString()) : null,
            Version = listing.Version,
        };
    }

    private static ApiProblem LimitInUse(StockLevel stock)
    {
        var problem = Problems.Make(
            ProblemCodes.BackorderLimitInUse,
            string.Create(CultureInfo.InvariantCulture, $"{stock.Reserved - stock.OnHand} copies are promised beyond those on hand: the limit cannot be lower. Nothing changed."));
        return problem with { Body = problem.Body with { Isbn = stock.Isbn.ToString() } };
    }

    private static DateOnly? DayOf(string? date) => PublicationDate.TryParse(date, out var day) ? day.FirstDay : null;

    private static string? WordsOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // A book that is saved without its currency keeps it: 11 euros do not become 11 dollars.
    private static async ValueTask<string?> CurrencyOfAsync(string address, IInventoryService inventory, CancellationToken cancellationToken) =>
        Isbn.TryParseArticle(address, out var isbn) ? (await inventory.FindBookAsync(isbn, cancellationToken).ConfigureAwait(false))?.Book.Price.Currency : null;

    private static bool TryMakeBook(string address, SaveBookBody input, string currency, out Book book, out ApiProblem? problem)
    {
        book = null!;
        problem = null;
        if (!Isbn.TryParseArticle(address, out var isbn))
        {
            problem = Problems.Invalid(ProblemCodes.InvalidBook, "The address names no book: it must end with an ISBN-13, an ISBN-10 or another EAN-13.");
        }
        else if (BookTerms.ProblemOf(input.Price, currency, out var price) is { } wrong)
        {
            problem = Problems.Invalid(ProblemCodes.InvalidBook, Problems.InvalidBody, "/price", wrong);
        }
        else if (BookBodies.TryReadDetails(input, out var details, out problem))
        {
            book = new Book
            {
                Isbn = isbn,
                Title = input.Title,
                Author = input.Author,
                Price = price,
                Publisher = input.Publisher,
                PublishedOn = PublicationDate.TryParse(input.PublishedOn, out var publishedOn) ? publishedOn : null,
                Language = input.Language,
                Format = input.Format,
                SellableFrom = BookBodies.TimeOf(input.SellableFrom),
                EmbargoUntil = BookBodies.TimeOf(input.EmbargoUntil),
                BackorderLimit = input.BackorderLimit ?? 0,
                Details = details,
            };
        }

        return problem is null;
    }
}
