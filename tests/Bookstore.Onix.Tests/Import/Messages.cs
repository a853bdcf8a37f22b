namespace Bookstore.Onix.Tests.Import;

/// <summary>Messages with short records.</summary>
internal static class Messages
{
    public const string One = "9780306406157";
    public const string Two = "9780141439587";

    public static string Of(string sentAt, params IEnumerable<string> records) =>
        $"<ONIXMessage release=\"3.0\"><Header><Sender><SenderName>Aldine</SenderName></Sender><SentDateTime>{sentAt}</SentDateTime></Header>\n{string.Join('\n', records)}\n</ONIXMessage>";

    public static string Record(string isbn, string title = "Emma", string price = "9.99", string type = "03", string? datestamp = null, string currency = "EUR") =>
        $"<Product{(datestamp is null ? string.Empty : $" datestamp=\"{datestamp}\"")}>{Head(isbn, type)}{Description(title)}{Publishing}{Supply(price, currency)}</Product>";

    /// <summary>A record with a number of another type than an ISBN.</summary>
    public static string Article(string type, string number, string more = "") =>
        Record(number).Replace($"<ProductIDType>15</ProductIDType><IDValue>{number}</IDValue></ProductIdentifier>", $"<ProductIDType>{type}</ProductIDType><IDValue>{number}</IDValue></ProductIdentifier>{more}", StringComparison.Ordinal);

    public static string Update(string isbn, params IEnumerable<string> blocks) => $"<Product>{Head(isbn, "04")}{string.Concat(blocks)}</Product>";

    public static string Delete(string isbn) => $"<Product>{Head(isbn, "05")}</Product>";

    public static string Description(string title) =>
        $"<DescriptiveDetail><ProductForm>BC</ProductForm><TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel><TitleText>{title}</TitleText></TitleElement></TitleDetail><Contributor><ContributorRole>A01</ContributorRole><PersonName>Jane Austen</PersonName></Contributor></DescriptiveDetail>";

    public const string Publishing = "<PublishingDetail><Publisher><PublishingRole>01</PublishingRole><PublisherName>Aldine</PublisherName></Publisher><PublishingStatus>04</PublishingStatus></PublishingDetail>";

    public static string Supply(string price, string currency = "EUR", string type = "02") =>
        $"<ProductSupply><SupplyDetail><Supplier><SupplierName>Wholesale</SupplierName></Supplier><ProductAvailability>20</ProductAvailability><Price><PriceType>{type}</PriceType><PriceAmount>{price}</PriceAmount><CurrencyCode>{currency}</CurrencyCode></Price></SupplyDetail></ProductSupply>";

    private static string Head(string isbn, string type) =>
        $"<RecordReference>r.{isbn}</RecordReference><NotificationType>{type}</NotificationType><ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>{isbn}</IDValue></ProductIdentifier>";
}
