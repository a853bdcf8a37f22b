using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads the items of requests about returns. All that is wrong is named at once.</summary>
internal static class ReturnItems
{
    /// <summary>Reads what is to be returned: one item a book.</summary>
    public static bool TryRead(IReadOnlyList<ReturnItemBody> items, out IReadOnlyList<ReturnItem> read, out ApiProblem? problem)
    {
        var books = new SortedDictionary<Isbn, ReturnItem>();
        var errors = new FieldErrors();
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index];
            if (item.Reason is { } reason && !VisibleText.IsIn(reason))
            {
                errors.Add(Pointer(index, "reason"), "must show something");
            }

            if (!Isbn.TryParseArticle(item.Isbn, out var isbn))
            {
                errors.Add(Pointer(index, "isbn"), "is no book of the order");
                continue;
            }

            var before = books.GetValueOrDefault(isbn);
            var sum = item.Quantity + (before?.Quantity ?? 0);
            Limit(errors, sum, index, "quantity");
            books[isbn] = new ReturnItem(isbn, sum, before?.Reason ?? item.Reason);
        }

        read = [.. books.Values];
        problem = errors.Any ? Problems.Invalid(ProblemCodes.InvalidReturn, Problems.InvalidBody, errors) : null;
        return problem is null;
    }

    /// <summary>Reads what came: one item a book.</summary>
    public static bool TryRead(IReadOnlyList<ReceivedItemBody> items, out IReadOnlyList<ReceivedItem> read, out ApiProblem? problem)
    {
        var books = new SortedDictionary<Isbn, ReceivedItem>();
        var errors = new FieldErrors();
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index];
            if (item.Sellable > item.Received)
            {
                errors.Add(Pointer(index, "sellable"), "must not be more than received");
            }

            if (!Isbn.TryParseArticle(item.Isbn, out var isbn))
            {
                errors.Add(Pointer(index, "isbn"), "is no book of the return");
                continue;
            }

            var before = books.GetValueOrDefault(isbn);
            var sum = item.Received + (before?.Received ?? 0);
            Limit(errors, sum, index, "received");
            books[isbn] = new ReceivedItem(isbn, sum, item.Sellable + (before?.Sellable ?? 0));
        }

        read = [.. books.Values];
        problem = errors.Any ? Problems.Invalid(ProblemCodes.InvalidReturn, Problems.InvalidBody, errors) : null;
        return problem is null;
    }

    /// <summary>The place of a book's first item in the body.</summary>
    public static string PointerOf(IEnumerable<string> isbns, Isbn? isbn, string member)
    {
        var index = 0;
        foreach (var text in isbns)
        {
            if (Isbn.TryParseArticle(text, out var known) && known == isbn)
            {
                break;
            }

            index++;
        }

        return Pointer(index, member);
    }

    private static void Limit(FieldErrors errors, int sum, int index, string member)
    {
        if (sum > Order.MaxQuantity)
        {
            errors.Add(Pointer(index, member), string.Create(CultureInfo.InvariantCulture, $"makes more than {Order.MaxQuantity:N0} copies of the book"));
        }
    }

    private static string Pointer(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"/items/{index}/{member}");
}
