using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>The catalogue.</summary>
internal sealed class BookEndpoints(ApiSettings settings)
{
    public async ValueTask<ApiProblem?> ListAsync(HttpContext context, ApiClient client)
    {
        var query = new QueryReader(context.Request.Query);
        var books = new BookQuery
        {
            Text = query.Words("q", BookQuery.MaxTextLength),
            Author = query.Words("author", BookQuery.MaxTextLength),
            Limit = query.Limit(),
            After = query.Cursor(),
        };
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var inventory = ApiRequest.Service<IInventoryService>(context);
        return await ListWriter.WriteAsync(
            context,
            settings.Pages,
            books.Limit,
            limit => inventory.ListBooksAsync(books with { Limit = limit }, context.RequestAborted),
            Resources.From,
            BookstoreJsonContext.Default.BookResource).ConfigureAwait(false);
    }

    public static async ValueTask<ApiProblem?> GetAsync(HttpContext context, ApiClient client)
    {
        if (!ApiRequest.TryIsbn(context, out var isbn))
        {
            return Problems.BookNotFound;
        }

        var listing = await ApiRequest.Service<IInventoryService>(context).FindBookAsync(isbn, context.RequestAborted).ConfigureAwait(false);
        if (listing is null)
        {
            return Problems.BookNotFound;
        }

        return await ResourceWriter.WriteTaggedAsync(context, 200, Resources.From(listing), listing.Version, BookstoreJsonContext.Default.BookResource).ConfigureAwait(false);
    }

    public async ValueTask<ApiProblem?> SaveAsync(HttpContext context, ApiClient client)
    {
        if (!Preconditions.TryRead(context.Request, out var conditions))
        {
            return Preconditions.Malformed(ProblemCodes.InvalidBook);
        }

        var (input, problem) = await RequestBody.ReadAsync<SaveBookBody>(context, settings, ProblemCodes.InvalidBook).ConfigureAwait(false);
        if (input is null)
        {
            return problem;
        }

        if (!TryMakeBook(context, input, out var book, out problem))
        {
            return problem;
        }

        var result = await ApiRequest.Service<IInventoryService>(context).SaveBookAsync(book, conditions.ForWrite, context.RequestAborted).ConfigureAwait(false);
        if (result.Outcome == SaveBookOutcome.PreconditionFailed)
        {
            return Problems.PreconditionFailed;
        }

        var listing = result.Listing!;
        var status = 200;
        if (result.Outcome == SaveBookOutcome.Added)
        {
            status = 201;
            context.Response.Headers.Location = context.Request.PathBase.ToUriComponent() + context.Request.Path.ToUriComponent().TrimEnd('/');
        }

        return await ResourceWriter.WriteTaggedAsync(context, status, Resources.From(listing), listing.Version, BookstoreJsonContext.Default.BookResource).ConfigureAwait(false);
    }

    private bool TryMakeBook(HttpContext context, SaveBookBody input, out Book book, out ApiProblem? problem)
    {
        book = null!;
        problem = null;
        var currency = input.Currency ?? settings.DefaultCurrency;
        var hasOther = Isbn.TryParse(input.Isbn, out var other);
        if (!ApiRequest.TryIsbn(context, out var isbn))
        {
            problem = Problems.Invalid(ProblemCodes.InvalidBook, "The address names no book: it must end with an ISBN-13 or an ISBN-10.");
        }
        else if (!hasOther && input.Isbn is not null)
        {
            problem = Invalid("/isbn", "must be an ISBN");
        }
        else if (hasOther && other != isbn)
        {
            problem = Invalid("/isbn", "must name the same book as the address");
        }
        else if (!Money.IsCurrency(currency))
        {
            problem = Invalid("/currency", "must be the code of a currency in use (ISO 4217), such as EUR or USD");
        }
        else if (!Money.TryCreate(input.Price, currency, out var price) || price.MinorUnits is < 0 or > Book.MaxPriceInMinorUnits)
        {
            problem = Invalid("/price", $"must be zero or more, in {currency} with at most {Money.GetDecimals(currency)} decimals and 100,000,000,000 minor units");
        }
        else
        {
            book = new Book
            {
                Isbn = isbn,
                Title = input.Title,
                Author = input.Author,
                Price = price,
                Publisher = input.Publisher,
                PublishedOn = input.PublishedOn,
                Language = input.Language,
                Format = input.Format,
            };
        }

        return problem is null;
    }

    private static ApiProblem Invalid(string pointer, string message) =>
        Problems.Invalid(ProblemCodes.InvalidBook, Problems.InvalidBody, pointer, message);
}
