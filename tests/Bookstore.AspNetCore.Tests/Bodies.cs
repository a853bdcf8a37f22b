namespace Bookstore.AspNetCore;

/// <summary>Bodies of requests.</summary>
internal static class Bodies
{
    public static string Order(string isbn = TestShop.Martian, int quantity = 1, string card = TestShop.GoodCard, string customer = "cust-1") =>
        new JsonObject
        {
            ["customer_id"] = customer,
            ["items"] = new JsonArray(new JsonObject { ["isbn"] = isbn, ["quantity"] = quantity }),
            ["payment"] = new JsonObject { ["card_number"] = card, ["expiry"] = "12/30" },
        }.ToJsonString();

    public static string Book(string title = "Dune", string author = "Frank Herbert", string price = "9.99", string more = "") =>
        $$"""{"title":"{{title}}","author":"{{author}}","price":{{price}}{{more}}}""";

    public static string Delivery(string orderId, string more = "") => $$"""{"order_id":"{{orderId}}","address":"123 Main St"{{more}}}""";
}
