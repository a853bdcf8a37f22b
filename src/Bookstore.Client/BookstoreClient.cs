using System.Globalization;
using System.Runtime.CompilerServices;
using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

/// <summary>A client of the Bookstore REST API. Register it with <c>AddBookstoreClient</c> and inject it.</summary>
/// <remarks>
/// <para>Every method throws <see cref="BookstoreApiException"/> where the API refuses or cannot be reached, and <see cref="OperationCanceledException"/>
/// when its token is cancelled. A method that takes an idempotency key sends one with all tries of a call; without one it makes a new key for each call.</para>
/// <para>An argument that cannot be sent, such as a key with a space, half of a surrogate pair or a list with a null in it, throws <see cref="ArgumentException"/>
/// before anything is sent.</para>
/// <para>Thread-safe; one instance lasts as long as the program. Its methods are virtual, so that a test can stand in for them.</para>
/// </remarks>
public partial class BookstoreClient
{
    private readonly IBookstoreApi? _api;
    private readonly TimeProvider _time;

    /// <summary>Makes a client on the given routes. Programs use <c>AddBookstoreClient</c> instead.</summary>
    /// <param name="api">The routes.</param>
    /// <param name="timeProvider">The clock for pauses and idempotency keys. Default <see cref="TimeProvider.System"/>.</param>
    public BookstoreClient(IBookstoreApi api, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>For a test double of this class.</summary>
    protected BookstoreClient() => _time = TimeProvider.System;

    private IBookstoreApi Api => _api ?? throw new InvalidOperationException("This stand-in of BookstoreClient has no answer for the method that was called. Override it.");

    /// <summary>Lists the books of the catalogue by ascending ISBN, page after page.</summary>
    /// <param name="search">Words of the title or the author; <see langword="null"/> for all books.</param>
    /// <param name="author">Words of the author; <see langword="null"/> for all books.</param>
    /// <param name="publisher">All of the publisher's name; <see langword="null"/> for all books.</param>
    /// <param name="subject">A subject, its scheme, a colon and its code, such as <c>thema:FBA</c>; <see langword="null"/> for all books.</param>
    /// <param name="status">The publishing status, such as <c>active</c>; <see langword="null"/> for all books.</param>
    /// <param name="publishedAfter">The books published on this day or later; <see langword="null"/> for all books. A month or a year of publication counts as its first day.</param>
    /// <param name="publishedBefore">The books published before this day; <see langword="null"/> for all books. Time spans that follow each other have each book once.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The books.</returns>
    public virtual IAsyncEnumerable<BookResource> ListBooksAsync(
        string? search = null,
        string? author = null,
        string? publisher = null,
        string? subject = null,
        string? status = null,
        DateOnly? publishedAfter = null,
        DateOnly? publishedBefore = null,
        CancellationToken cancellationToken = default)
    {
        RequestArguments.Text(search);
        RequestArguments.Text(author);
        RequestArguments.Text(publisher);
        RequestArguments.Text(subject);
        RequestArguments.Text(status);
        var (from, before) = (TextOf(publishedAfter), TextOf(publishedBefore));
        return Pages((after, token) => Api.ListBooksAsync(search, author, publisher, subject, status, from, before, limit: null, after, token), cancellationToken);
    }

    private static string? TextOf(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Finds a book.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The book, or <see langword="null"/> when the catalogue does not have it.</returns>
    public virtual Task<BookResource?> FindBookAsync(string isbn, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetBookAsync(RequestArguments.Segment(isbn), cancellationToken), ProblemCodes.BookNotFound);

    /// <summary>Adds a book to the catalogue, or changes its data; never its stock.</summary>
    /// <remarks>With <paramref name="ifMatch"/> or <paramref name="onlyIfNew"/> the call is not retried: a try that took effect would make the next one fail.</remarks>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="book">The book's data.</param>
    /// <param name="ifMatch">The <see cref="BookResource.ETag"/> that the book must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="onlyIfNew">Whether to save it only when the catalogue does not have it, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default <see langword="false"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The book as it is now.</returns>
    public virtual Task<BookResource> SaveBookAsync(string isbn, SaveBookBody book, string? ifMatch = null, bool onlyIfNew = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        return Api.SaveBookAsync(RequestArguments.Segment(isbn), book, ifMatch, onlyIfNew ? "*" : null, cancellationToken);
    }

    /// <summary>Books copies in, or writes them off.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="change">The copies and the reason.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="BookResource.ETag"/> that the book must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The level after it.</returns>
    public virtual Task<StockLevelResource> ChangeStockAsync(string isbn, ChangeStockBody change, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Api.ChangeStockAsync(RequestArguments.Segment(isbn), change, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    /// <summary>Lists the stock movements of a book, newest first, page after page.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The movements.</returns>
    public virtual IAsyncEnumerable<StockMovementResource> ListMovementsAsync(string isbn, CancellationToken cancellationToken = default)
    {
        var segment = RequestArguments.Segment(isbn);
        return Pages((after, token) => Api.ListMovementsAsync(segment, limit: null, after, token), cancellationToken);
    }

    private static async Task<T?> OrNull<T>(Task<T> call, string notFound)
        where T : class
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (BookstoreApiException refusal) when (refusal.Code == notFound)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<T> Pages<T>(Func<string?, CancellationToken, Task<ResourcePage<T>>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A server that returns the same pages again and again would never be left. Each cursor is compared with one of those before, further and further apart: a circle of any length is found (Brent).
        string? after = null;
        string? seen = null;
        var (steps, distance) = (0L, 1L);
        do
        {
            var page = await read(after, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            after = page.Next is not null && page.Next == seen ? throw Faults.Circle() : page.Next;
            if (++steps == distance)
            {
                (seen, steps, distance) = (after, 0, distance * 2);
            }
        }
        while (after is not null);
    }

    // The key that goes with all tries of one call.
    private string KeyOr(string? idempotencyKey) => idempotencyKey is null ? NewKey() : RequestArguments.Key(idempotencyKey);

    private string NewKey() => Guid.CreateVersion7(_time.GetUtcNow()).ToString("N");
}
