using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Reads the items of a request that names copies of an order.</summary>
internal static class OrderItems
{
    private const string Detail = "An item names copies that the order does not have, or a book more than once. Nothing changed.";

    /// <summary>Reads the items. All texts that are no ISBN are named at once.</summary>
    /// <param name="items">The items; <see langword="null"/> for none.</param>
    /// <param name="invalidCode">The code of a problem.</param>
    /// <param name="copies">The items in their order.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="isEachOnce">Whether a book that is given more than once is refused; else its copies are added up.</param>
    public static bool TryRead(
        IReadOnlyList<ItemQuantity>? items, string invalidCode, out IReadOnlyList<(Isbn Isbn, int Quantity)> copies, out ApiProblem? problem, bool isEachOnce = false)
    {
        var read = new (Isbn Isbn, int Quantity)[items?.Count ?? 0];
        var errors = new FieldErrors();
        var sums = new Dictionary<Isbn, int>();
        for (var index = 0; index < read.Length; index++)
        {
            if (!Isbn.TryParseArticle(items![index].Isbn, out var isbn))
            {
                errors.Add(Pointer(index, "isbn"), "is no book of the order");
                continue;
            }

            read[index] = (isbn, items[index].Quantity);
            if (isEachOnce && sums.ContainsKey(isbn))
            {
                errors.Add(Pointer(index, "isbn"), "is given more than once");
            }

            sums[isbn] = sums.GetValueOrDefault(isbn) + items[index].Quantity;
            if (sums[isbn] > Order.MaxQuantity)
            {
                errors.Add(Pointer(index, "quantity"), string.Create(CultureInfo.InvariantCulture, $"makes more than {Order.MaxQuantity:N0} copies of the book"));
            }
        }

        copies = read;
        problem = errors.Any ? Problems.Invalid(invalidCode, Detail, errors) : null;
        return problem is null;
    }

    /// <summary>Reads the items of an order or a cart. All texts that are no ISBN are named at once.</summary>
    public static bool TryReadLines(IReadOnlyList<PlaceOrderItem> items, string invalidCode, out PlaceOrderLine[] lines, out ApiProblem? problem)
    {
        lines = new PlaceOrderLine[items.Count];
        List<int>? unknown = null;
        for (var index = 0; index < items.Count; index++)
        {
            if (Isbn.TryParseArticle(items[index].Isbn, out var isbn))
            {
                lines[index] = new PlaceOrderLine(isbn, items[index].Quantity);
            }
            else
            {
                (unknown ??= []).Add(index);
            }
        }

        problem = unknown is null ? PlaceOrderOutcomes.FindOversizedLine(lines, invalidCode) : PlaceOrderOutcomes.UnknownBooks(unknown, null);
        return problem is null;
    }

    /// <summary>The order does not have a book, or not so many copies of it. Its lines never change, so they are read when they are needed.</summary>
    public static async ValueTask<ApiProblem> NotOrderedAsync(
        string code, IReadOnlyList<(Isbn Isbn, int Quantity)> copies, Isbn? isbn, Guid orderId, HttpContext context, CancellationToken cancellationToken)
    {
        var order = await ApiRequest.Service<ISalesService>(context).FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        return NotOrdered(code, copies, isbn, isOther: order?.Lines.Any(line => line.Isbn == isbn) == false);
    }

    /// <summary>The order does not have so many copies of a book, or none at all.</summary>
    public static ApiProblem NotOrdered(string code, IReadOnlyList<(Isbn Isbn, int Quantity)> copies, Isbn? isbn, bool isOther = false)
    {
        var index = 0;
        while (index < copies.Count - 1 && copies[index].Isbn != isbn)
        {
            index++;
        }

        var problem = isOther
            ? Problems.Invalid(code, Detail, Pointer(index, "isbn"), "is no book of the order")
            : Problems.Invalid(code, Detail, Pointer(index, "quantity"), "is more than was ordered and not cancelled");
        return problem with { Body = problem.Body with { Isbn = isbn?.ToString() } };
    }

    private static string Pointer(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"/items/{index}/{member}");
}
