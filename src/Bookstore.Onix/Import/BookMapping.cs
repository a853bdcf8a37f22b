namespace Bookstore.Onix.Import;

/// <summary>Makes a book of a product: all of it, or the blocks that a record updates. What a feed does not know of a book stays.</summary>
/// <param name="options">Which prices count.</param>
/// <param name="today">The day on which prices have to be valid.</param>
/// <param name="allowsOtherArticles">Whether the shop adds articles that are no books.</param>
internal sealed class BookMapping(OnixImportOptions options, DateOnly today, bool allowsOtherArticles)
{
    private const OnixBlocks All = OnixBlocks.Description | OnixBlocks.Collateral | OnixBlocks.Publishing | OnixBlocks.Related | OnixBlocks.Supply;

    private readonly PriceChoice _prices = new(options, today);

    /// <summary>Returns the book as one that is no more.</summary>
    public static Book Withdraw(Book known) => known with
    {
        Details = (known.Details ?? new BookDetails()) with { PublishingStatus = PublishingStatuses.Withdrawn, Availability = SupplierAvailability.NotAvailable },
    };

    /// <summary>Returns the book, or why there is none.</summary>
    public (Book? Book, (string Code, string Reason)? Refusal) Map(OnixProduct product, Isbn isbn, Book? known)
    {
        if (known is null && isbn.Kind != ArticleKind.Book && !allowsOtherArticles)
        {
            return (null, ("article_not_allowed", BookRules.NoArticle));
        }

        var blocks = BlocksOf(product);
        if (known is null && blocks != All)
        {
            return (null, ("not_in_catalogue", "The record updates a part of a book that the catalogue does not have."));
        }

        var title = MappedText.Fit(product.Title?.Text, Book.MaxTextLength);
        if (blocks.HasFlag(OnixBlocks.Description) && title is null)
        {
            return (null, ("no_title", "The record has no title."));
        }

        var price = known is not null && options.KeepPrices ? null : _prices.Of(product);
        if (known is null && price is null)
        {
            return (null, ("no_price", _prices.WhyNone(product)));
        }

        var book = known ?? new Book { Isbn = isbn, Title = title!, Author = string.Empty, Price = price!.Amount };
        var details = book.Details ?? new BookDetails();
        if (blocks.HasFlag(OnixBlocks.Description))
        {
            (book, details) = DescriptionOf(product, title!, book, details);
        }

        if (blocks.HasFlag(OnixBlocks.Collateral))
        {
            details = details with { ImageUrl = MappedText.CoverOf(product) };
        }

        if (blocks.HasFlag(OnixBlocks.Publishing))
        {
            (book, details) = PublishingOf(product, book, details);
        }

        if (blocks.HasFlag(OnixBlocks.Supply))
        {
            (book, details) = SupplyOf(product, price, book, details);
        }

        return ((book with { Details = details }).KeepUnknown(known), null);
    }

    /// <summary>Whether a record says from when on a book can be ordered, or that there is no such day.</summary>
    public static bool TryGetSellableFrom(OnixProduct product, out DateTimeOffset? from)
    {
        from = MappedDates.PreorderEmbargoOf(product) is { } day ? Book.BeginOf(day) : null;
        return BlocksOf(product).HasFlag(OnixBlocks.Publishing);
    }

    private static OnixBlocks BlocksOf(OnixProduct product) => product.NotificationType switch
    {
        OnixNotificationTypes.BlockUpdate => product.Blocks,
        OnixNotificationTypes.SupplyUpdate or OnixNotificationTypes.MarketUpdate or OnixNotificationTypes.SupplyAndMarketUpdate => OnixBlocks.Supply,
        _ => All,
    };

    private static (Book Book, BookDetails Details) DescriptionOf(OnixProduct product, string title, Book book, BookDetails details) =>
    (
        book with
        {
            Title = title,
            Author = ContributorMapping.AuthorOf(product),
            Language = MappedText.Fit(product.Languages.FirstOrDefault(static language => language.Role is null or "01")?.Code, Book.MaxShortTextLength),
            Format = MappedCodes.FormatOf(product.Form),
        },
        details with
        {
            Subtitle = MappedText.Fit(product.Title!.Subtitle, BookDetails.MaxTextLength),
            Contributors = ContributorMapping.ContributorsOf(product),
            Series = [.. product.Series.Take(BookDetails.MaxSeries).Select(static series => (Title: MappedText.Fit(series.Title, BookDetails.MaxTextLength), Number: MappedText.Fit(series.Number, BookDetails.MaxCodeLength))).Where(static series => series.Title is not null).Select(static series => new BookSeries(series.Title!) { Number = series.Number })],
            Subjects = SubjectMapping.SubjectsOf(product),
            ProductForm = MappedText.Fit(product.Form, BookDetails.MaxCodeLength),
            Pages = MappedSizes.PagesOf(product),
            Dimensions = MappedSizes.DimensionsOf(product),
            Weight = MappedSizes.WeightOf(product),
        }
    );

    private static (Book Book, BookDetails Details) PublishingOf(OnixProduct product, Book book, BookDetails details) =>
    (
        book with
        {
            Publisher = MappedText.Fit(PublisherOf(product), Book.MaxShortTextLength),
            PublishedOn = MappedDates.PublicationOf(product),
        },
        details with
        {
            Imprint = MappedText.Fit(product.Imprints is [var imprint, ..] ? imprint : null, BookDetails.MaxNameLength),
            PublishingStatus = MappedCodes.StatusOf(product.PublishingStatus),
            EmbargoOn = MappedDates.DayOf(product.PublishingDates, OnixDateRoles.Embargo),
        }
    );

    private static string? PublisherOf(OnixProduct product) =>
        (product.Publishers.FirstOrDefault(static publisher => publisher.Role is null or "01") ?? (product.Publishers is [var first, ..] ? first : null))?.Name;

    private (Book Book, BookDetails Details) SupplyOf(OnixProduct product, ChosenPrice? price, Book book, BookDetails details)
    {
        var supply = _prices.SupplyOf(product);
        return
        (
            book with { Price = price?.Amount ?? book.Price },
            details with
            {
                FixedPrice = price is null ? details.FixedPrice : PriceChoice.IsFixed(price, book),
                Prices = PriceChoice.AllOf(product),
                Supplier = MappedText.Fit(supply?.Supplier, BookDetails.MaxNameLength),
                Availability = MappedCodes.AvailabilityOf(supply?.Availability),
                Returnability = MappedCodes.ReturnabilityOf(supply),
                OnSaleOn = MappedDates.DayOf(supply?.Dates, OnixDateRoles.Embargo) ?? MappedDates.DayOf(supply?.MarketDates, OnixDateRoles.Embargo),
                LastReturnOn = MappedDates.DayOf(supply?.Dates, OnixDateRoles.LastReturn),
            }
        );
    }
}
