using System.Globalization;
using Spectre.Console;

namespace Bookstore.Samples;

/// <summary>Shows which rows of the file were refused, and why.</summary>
internal static class CatalogueReport
{
    private const int MaxRows = 15;
    private const int MaxDetail = 40;
    private const int MaxTitle = 40;

    public static void Show(Screen screen, RefusedRecords refused)
    {
        if (refused.Total == 0)
        {
            screen.Say("Every row of the file is a book.");
            return;
        }

        screen.Show("Refused rows by reason", ByReason(refused));
        var heading = string.Create(CultureInfo.InvariantCulture, $"The first {Math.Min(MaxRows, refused.Total)} of {refused.Total:N0} refused rows");
        screen.Show(heading, FirstRows(refused));
    }

    private static Table ByReason(RefusedRecords refused)
    {
        var table = new Table().AddColumn("Reason").AddColumn(new TableColumn("Rows").RightAligned());
        foreach (var reason in Enum.GetValues<RefusalReason>().Where(reason => refused.Count(reason) > 0))
        {
            table.AddRow(Name(reason), refused.Count(reason).ToString("N0", CultureInfo.InvariantCulture));
        }

        return table;
    }

    private static Table FirstRows(RefusedRecords refused)
    {
        var table = new Table()
            .AddColumn(new TableColumn("Line").RightAligned())
            .AddColumn("Reason")
            .AddColumn("What stood there")
            .AddColumn("Title");
        foreach (var record in refused.First.Take(MaxRows))
        {
            table.AddRow(
                record.Line.ToString(CultureInfo.InvariantCulture),
                Name(record.Reason),
                Markup.Escape(Text.Shorten(record.Detail, MaxDetail)),
                Markup.Escape(Text.Shorten(record.Title, MaxTitle)));
        }

        return table;
    }

    private static string Name(RefusalReason reason) => reason switch
    {
        RefusalReason.NoIsbn => "no ISBN",
        RefusalReason.LostDigits => "ISBN-13 lost its last digits",
        RefusalReason.BadIsbn => "check digit is wrong",
        RefusalReason.DuplicateIsbn => "duplicate ISBN",
        RefusalReason.NoTitle => "no title",
        RefusalReason.Malformed => "malformed row",
        RefusalReason.RefusedByShop => "refused by the shop",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "This reason has no name yet."),
    };
}
