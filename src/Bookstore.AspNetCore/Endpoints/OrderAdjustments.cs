using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Reads the adjustments of an order. All that is wrong with them is named at once.</summary>
internal static class OrderAdjustments
{
    private const string OutOfRange = "must have at most 100,000,000,000 minor units";

    /// <summary>Reads them in the currency of the order's books.</summary>
    /// <returns>The adjustments, or why they are refused.</returns>
    public static async ValueTask<(OrderAdjustment[] Adjustments, ApiProblem? Problem)> ReadAsync(
        IReadOnlyList<OrderAdjustmentBody>? given,
        PlaceOrderLine[] lines,
        ApiClient client,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (given is not { Count: > 0 })
        {
            return ([], null);
        }

        // The items' books have one currency, or the order is refused for it.
        var book = await ApiRequest.Service<IInventoryService>(context).FindBookAsync(lines[0].Isbn, cancellationToken).ConfigureAwait(false);
        if (book is not { Book.Price.IsCurrencyKnown: true })
        {
            return ([], PlaceOrderOutcomes.UnknownBook(0, lines[0].Isbn));
        }

        var errors = new FieldErrors();
        var adjustments = new OrderAdjustment[given.Count];
        for (var index = 0; index < adjustments.Length; index++)
        {
            adjustments[index] = Read(given[index], lines, book.Book.Price.Currency, string.Create(CultureInfo.InvariantCulture, $"/adjustments/{index}"), errors);
        }

        if (errors.Any)
        {
            return ([], Problems.Invalid(ProblemCodes.InvalidOrder, Problems.InvalidBody, errors));
        }

        if (!client.Has(ApiRole.OrdersPrice) && Array.Exists(adjustments, LowersThePrice))
        {
            ApiRequest.RouteOf(context).Access.Refused.NoteAccess(context, client);
            return ([], Problems.DiscountForbidden);
        }

        return (adjustments, null);
    }

    private static bool LowersThePrice(OrderAdjustment adjustment) =>
        adjustment.Amount.MinorUnits < 0 || string.Equals(adjustment.Kind, OrderAdjustment.Discount, StringComparison.Ordinal);

    private static OrderAdjustment Read(OrderAdjustmentBody input, PlaceOrderLine[] lines, string currency, string pointer, FieldErrors errors)
    {
        var isIncluded = input.Included == true;
        if (isIncluded && !string.Equals(input.Kind, OrderAdjustment.Tax, StringComparison.Ordinal))
        {
            errors.Add(pointer + "/included", "must be false, because only tax can be included in the prices");
        }

        if (ProblemOfAmount(input.Amount, currency, out var amount) is { } problem)
        {
            errors.Add(pointer + "/amount", problem);
        }
        else if (AdjustmentSign.ProblemOf(input.Kind, input.Amount, isIncluded) is { } sign)
        {
            errors.Add(pointer + "/amount", sign);
        }

        Isbn isbn = default;
        if (input.Isbn is not null && (!Isbn.TryParseArticle(input.Isbn, out isbn) || !Array.Exists(lines, line => line.Isbn == isbn)))
        {
            errors.Add(pointer + "/isbn", "must be the book of one of the items");
        }

        return new OrderAdjustment(input.Kind, amount) { Label = input.Label, Isbn = input.Isbn is null ? null : isbn, IsIncluded = isIncluded };
    }

    private static string? ProblemOfAmount(decimal number, string currency, out Money amount)
    {
        var isAmount = Money.TryCreate(number, currency, out amount);
        return isAmount && Math.Abs((decimal)amount.MinorUnits) <= Book.MaxPriceInMinorUnits ? null
            : isAmount || Math.Abs(number) > Book.MaxPriceInMinorUnits ? OutOfRange
            : string.Create(CultureInfo.InvariantCulture, $"must have at most the {Money.GetDecimals(currency)} decimals of {currency}");
    }
}
