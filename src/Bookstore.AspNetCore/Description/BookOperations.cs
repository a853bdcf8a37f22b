using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>The catalogue's operations as their callers see them. Never run: their attributes describe the API.</summary>
internal static class BookOperations
{
    private const string WordsText =
        "Whole words that all stand in the title or the author, in any order. Case, accents, apostrophes, ligatures, width and invisible characters make no difference; "
        + "a text of a script without spaces is found by any part of it.";

    private const string Json = "application/json";

    private const string AnyIsbn = "An ISBN-13 or an ISBN-10, with or without hyphens.";

    [Tags("Books")]
    [EndpointSummary("List books")]
    [EndpointDescription("Books by ascending ISBN, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Answers(200, "The books.", Body = typeof(IReadOnlyList<BookResource>))]
    [Refuses(ProblemCodes.InvalidQuery)]
    public static void ListBooks(
        [FromQuery(Name = "q"), StringLength(BookQuery.MaxTextLength), Description(WordsText)] string? q,
        [FromQuery(Name = "author"), StringLength(BookQuery.MaxTextLength), Description("Whole words that all stand in the author, compared like those of `q`.")] string? author,
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit), DefaultValue(Page.DefaultLimit), Description(PageText.Limit)] int? limit,
        [FromQuery(Name = "after"), StringLength(1_000), Description(PageText.After)] string? after)
    {
    }

    [Tags("Books")]
    [EndpointSummary("Read a book")]
    [EndpointDescription("The book, its price, and what can be sold now.")]
    [Answers(200, "The book.", Body = typeof(BookResource))]
    [Answers(304, "The client has it already (`If-None-Match`).")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.BookNotFound, ProblemCodes.PreconditionFailed)]
    public static void GetBook([FromRoute(Name = "isbn"), StringLength(Isbn.MaxTextLength), Description(AnyIsbn)] string isbn, [FromHeader(Name = BookstoreHeaders.IfNoneMatch), StringLength(1_000), Description(PageText.IfNoneMatch)] string? ifNoneMatch, [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(PageText.IfMatch)] string? ifMatch)
    {
    }

    [Tags("Books")]
    [EndpointSummary("Save a book")]
    [EndpointDescription("Adds a book to the catalogue, or replaces its data. Stock is left alone.\n\n"
        + "With `If-Match`, only if the book still has that `ETag`, which changes with its data and with `stock`; with `If-None-Match: *`, only if it is new.")]
    [Consumes(Json)]
    [Answers(201, "Added.", Body = typeof(BookResource))]
    [Answers(200, "Replaced.", Body = typeof(BookResource))]
    [Refuses(ProblemCodes.InvalidBook, ProblemCodes.PreconditionFailed)]
    public static void SaveBook(
        [FromBody] SaveBookBody body,
        [FromRoute(Name = "isbn"), StringLength(Isbn.MaxTextLength), Description(AnyIsbn)] string isbn,
        [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(PageText.IfMatch)] string? ifMatch,
        [FromHeader(Name = BookstoreHeaders.IfNoneMatch), StringLength(1_000), Description(PageText.IfNoneMatchAny)] string? ifNoneMatch)
    {
    }

    [Tags("Stock")]
    [EndpointSummary("Receive stock or write it off")]
    [EndpointDescription("A positive quantity comes in, a negative one is written off. Reserved copies cannot be written off.")]
    [Consumes(Json)]
    [Answers(200, "The level after the change.", Body = typeof(StockLevelResource))]
    [Refuses(ProblemCodes.InvalidStock, ProblemCodes.BookNotFound, ProblemCodes.InsufficientStock, ProblemCodes.StockLimitReached, ProblemCodes.IdempotencyInProgress, ProblemCodes.IdempotencyKeyReused)]
    public static void ChangeStock(
        [FromBody] ChangeStockBody body,
        [FromRoute(Name = "isbn"), StringLength(Isbn.MaxTextLength), Description(AnyIsbn)] string isbn,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(PageText.IdempotencyKey)] string? idempotencyKey)
    {
    }

    [Tags("Stock")]
    [EndpointSummary("List what moved a book's stock")]
    [EndpointDescription("Movements, newest first, one page: the answer to \"why is stock N?\". Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Answers(200, "The movements.", Body = typeof(IReadOnlyList<StockMovementResource>))]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.BookNotFound)]
    public static void ListMovements(
        [FromRoute(Name = "isbn"), StringLength(Isbn.MaxTextLength), Description(AnyIsbn)] string isbn,
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit), DefaultValue(Page.DefaultLimit), Description(PageText.Limit)] int? limit,
        [FromQuery(Name = "after"), StringLength(1_000), Description(PageText.After)] string? after)
    {
    }
}
