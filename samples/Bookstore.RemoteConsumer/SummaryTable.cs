using System.Globalization;
using Spectre.Console;

namespace Bookstore.Samples;

/// <summary>Shows what came of the import and of the orders.</summary>
internal static class SummaryTable
{
    public static void Show(UploadResult import, RushResult orders)
    {
        var table = new Table().AddColumn("What").AddColumn(new TableColumn("How many").RightAligned());
        Add(table, "Books imported", import.Isbns.Count);
        Add(table, "Books refused", import.Refused);
        foreach (var (outcome, count) in orders.Outcomes)
        {
            Add(table, $"Orders: {outcome}", count);
        }

        AnsiConsole.Write(table);
    }

    private static void Add(Table table, string what, int count) => table.AddRow(what, count.ToString("N0", CultureInfo.InvariantCulture));
}
