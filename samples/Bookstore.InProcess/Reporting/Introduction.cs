using System.Globalization;

namespace Bookstore.Samples;

/// <summary>Says what is sold, and which of the figures are made up.</summary>
internal static class Introduction
{
    public static void Say(Screen screen, SampleOptions options)
    {
        screen.Say(options.IsExcerpt
            ? "Catalogue: an excerpt of goodbooks-10k by Zygmunt Zając, CC BY-SA 4.0. Give the path of a books.csv to sell another one."
            : $"Catalogue: {options.CataloguePath}");
        screen.Say("Prices and stock are not in the file, so they are made up from the options:");
        screen.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"  {options.LowestPrice} to {options.HighestPrice}, by ISBN and seed {options.Seed};"));
        screen.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"  {options.Stock:N0} copies of each book, but {options.LimitedStock:N0} of each tenth among the hundred best sellers."));
        screen.Say(Store(options));
    }

    private static string Store(SampleOptions options) => options switch
    {
        { InMemory: true } => "Store: in memory.",
        { DatabasePath: { } path } => $"Store: SQLite, {path}",
        _ => "Store: SQLite, a temporary file.",
    };
}
