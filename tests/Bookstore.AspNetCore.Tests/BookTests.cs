namespace Bookstore.AspNetCore;

/// <summary>The catalogue over the wire.</summary>
public sealed class BookTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Dune = "9780441013593";

    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task PUT_book_reports_all_errors_at_once()
    {
        var refused = await Shop.PutAsync("/api/books/9780441013593", """{"isbn":"123","author":"Frank Herbert","price":9.999,"currency":"USD","publisher":7}""");

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_book");
        refused.Json["errors"]!.AsObject().Select(static error => error.Key).ShouldBe(["/isbn", "/publisher", "/title", "/price"], ignoreOrder: true);
        var other = await Shop.PutAsync("/api/books/9780441013593", """{"currency":"XXY","price":1e-30,"isbn":"9780143127550","title":"Dune","author":""}""");
        other.Json["errors"]!.AsObject().Select(static error => error.Key).ShouldBe(["/isbn", "/currency", "/price"], ignoreOrder: true);
        var yen = await Shop.PutAsync("/api/books/9780441013593", """{"price":9.5,"currency":"JPY","title":"Dune","author":"Frank Herbert","language":""}""");
        yen.Json["errors"]!["/price"]![0]!.GetValue<string>().ShouldContain("at most the 0 decimals of its currency");
    }

    [Fact]
    public async Task A_book_has_the_originals_members()
    {
        var answer = await Shop.GetAsync($"/api/books/{TestShop.Martian}");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.MediaType.ShouldBe("application/json");
        answer.Text.ShouldBe("""{"isbn":"9780143127550","title":"The Martian","author":"Andy Weir","price":12.99,"currency":"USD","stock":10}""");
    }

    [Theory]
    [InlineData("0143127551")]
    [InlineData("978-0-14-312755-0")]
    [InlineData("0-14-312755-1")]
    [InlineData("9780143127550/")]
    public async Task Any_form_of_an_ISBN_means_the_same_book(string isbn)
    {
        var answer = await Shop.GetAsync($"/api/books/{isbn}");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Json["isbn"]!.GetValue<string>().ShouldBe(TestShop.Martian);
    }

    [Theory]
    [InlineData("0000000000")]
    [InlineData("9788184890261")]
    [InlineData("nonsense")]
    public async Task What_is_not_in_the_catalogue_is_not_found(string isbn) =>
        (await Shop.GetAsync($"/api/books/{isbn}")).ShouldBeProblem(HttpStatusCode.NotFound, "book_not_found");

    [Fact]
    public async Task A_tag_that_still_holds_is_answered_304_until_the_book_changes()
    {
        var isbn = "9780553382563";
        (await Shop.PutAsync($"/api/books/{isbn}", Bodies.Book("I, Robot"))).Status.ShouldBe(HttpStatusCode.Created);
        var first = await Shop.GetAsync($"/api/books/{isbn}");
        var tag = first.Headers.ETag!.ToString();

        var same = await Shop.GetAsync($"/api/books/{isbn}", TestShop.Key, ("If-None-Match", tag));
        same.Status.ShouldBe(HttpStatusCode.NotModified);
        same.Text.ShouldBeEmpty();
        same.Headers.ETag!.ToString().ShouldBe(tag);
        (await Shop.GetAsync($"/api/books/{isbn}", TestShop.Key, ("If-None-Match", $"\"other\", W/{tag}"))).Status.ShouldBe(HttpStatusCode.NotModified);
        (await Shop.GetAsync($"/api/books/{isbn}", TestShop.Key, ("If-None-Match", "*"))).Status.ShouldBe(HttpStatusCode.NotModified);

        await Shop.PostAsync($"/api/books/{isbn}/stock", """{"quantity":1,"reason":"more"}""");
        var changed = await Shop.GetAsync($"/api/books/{isbn}", TestShop.Key, ("If-None-Match", tag));
        changed.Status.ShouldBe(HttpStatusCode.OK);
        changed.Headers.ETag!.ToString().ShouldNotBe(tag);
    }

    [Fact]
    public async Task Saving_adds_first_and_replaces_then_and_leaves_stock_alone()
    {
        var added = await Shop.PutAsync($"/api/books/{Dune}/", Bodies.Book(more: ""","currency":"EUR","publisher":"Ace","published_on":"2005-08-02","language":"en","format":"paperback","stock":99,"shelf":{"row":1}"""));
        added.Status.ShouldBe(HttpStatusCode.Created, added.Text);
        added.Headers.Location!.OriginalString.ShouldBe($"/api/books/{Dune}");
        added.Text.ShouldBe("""{"isbn":"9780441013593","title":"Dune","author":"Frank Herbert","price":9.99,"currency":"EUR","stock":0,"publisher":"Ace","published_on":"2005-08-02","language":"en","format":"paperback"}""");

        var replaced = await Shop.PutAsync("/api/books/0-441-01359-7", Bodies.Book(title: "Düne – „Jubiläum“", more: ""","isbn":"978-0-441-01359-3","currency":null"""));
        replaced.Status.ShouldBe(HttpStatusCode.OK, replaced.Text);
        replaced.Json["title"]!.GetValue<string>().ShouldBe("Düne – „Jubiläum“");
        replaced.Json["currency"]!.GetValue<string>().ShouldBe("EUR", "a book keeps its currency");
        replaced.Json["publisher"].ShouldBeNull();
    }

    [Fact]
    public async Task A_new_book_is_at_the_address_with_its_ISBN_as_the_API_writes_it()
    {
        var added = await Shop.PutAsync("/api/books/0-553-29335-4/", Bodies.Book(title: "Foundation"));

        added.Status.ShouldBe(HttpStatusCode.Created, added.Text);
        added.Headers.Location!.OriginalString.ShouldBe("/api/books/9780553293357");
    }

    [Fact]
    public async Task What_the_trade_knows_is_saved_listed_found_and_replaced_as_a_whole()
    {
        const string Details = """
            "published_on":"2026-11","subtitle":"A novel","contributors":[{"name":"Frank Herbert","role":"author"},{"name":"Frank M. Lewandowski","role":"translator"}],"series":[{"title":"Dune","number":"1"}],"imprint":"Ace SF","subjects":[{"scheme":"thema","code":"FLC","heading":"Classic"}],"product_form":"BC","pages":604,"dimensions":{"height":178.5,"width":108},"weight":310,"prices":[{"type":"rrp_including_tax","amount":9.99,"currency":"EUR","tax_rate":7,"valid_from":"2026-01-01","territory":"DE AT"},{"type":"supplier","amount":1200,"currency":"JPY"}],"publishing_status":"forthcoming","availability":"not_yet_available","embargo_on":"2026-11-27","on_sale_on":"2026-11-28","last_return_on":"2027-11-28","supplier":"A wholesaler","returnability":"returnable","image_url":"https://books.example/1.jpg"
            """;
        const string Isbn = "9780441172719";
        var body = Bodies.Book(more: $$""","publisher":"Ace Books",{{Details}},"subject":"ignored" """);

        var added = await Shop.PutAsync($"/api/books/{Isbn}", body);
        added.Status.ShouldBe(HttpStatusCode.Created, added.Text);
        added.Text.ShouldEndWith(Details.Trim() + "}");
        (await Shop.GetAsync($"/api/books/{Isbn}")).Text.ShouldBe(added.Text);
        foreach (var query in (string[])["subject=thema:flc&publisher=ace%20books", "status=forthcoming&published_after=2026-11&published_before=2026-12", "published_after=2026&publisher=ACE%20BOOKS&q=dune"])
        {
            (await Shop.GetAsync($"/api/books?{query}")).Text.ShouldBe($"[{added.Text}]", query);
        }

        (await Shop.GetAsync("/api/books?subject=thema:flc&published_before=2026-11")).Text.ShouldBe("[]");
        var same = await Shop.PutAsync($"/api/books/{Isbn}", body);
        same.Headers.ETag!.ToString().ShouldBe(added.Headers.ETag!.ToString());
        var plain = await Shop.PutAsync($"/api/books/{Isbn}", Bodies.Book());
        plain.Json.AsObject().Select(static member => member.Key).ShouldBe(["isbn", "title", "author", "price", "currency", "stock"]);
        (await Shop.GetAsync("/api/books?subject=thema:flc")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task An_article_that_is_no_book_is_refused_by_a_shop_of_books_and_sold_by_one_that_sells_it()
    {
        const string Pen = "4006381333931";
        var refused = await Shop.PutAsync($"/api/books/{Pen}", Bodies.Book("A pen"));
        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_book");
        refused.Json["detail"]!.GetValue<string>().ShouldContain("OtherArticles");

        await using var shop = await TestShop.StartAsync(static services => services.Configure<BookstoreOptions>(static options => options.OtherArticles = true));
        (await shop.PutAsync($"/api/books/{Pen}", Bodies.Book("A pen", more: $$""","isbn":"{{Pen}}" """))).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.PostAsync($"/api/books/{Pen}/stock", """{"quantity":3,"reason":"r"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.PostAsync("/api/orders", Bodies.Order(Pen))).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.GetAsync($"/api/books/{Pen}")).Json["stock"]!.GetValue<int>().ShouldBeLessThan(3);
    }

    [Theory]
    [InlineData("published_after=yesterday", "/published_after")]
    [InlineData("published_before=2026-13", "/published_before")]
    [InlineData("subject=", "/subject")]
    [InlineData("subject=thema", "/subject")]
    [InlineData("subject=thema:", "/subject")]
    [InlineData("status=a&status=b", "/status")]
    public async Task A_bad_filter_is_refused_by_name(string query, string pointer)
    {
        var answer = await Shop.GetAsync($"/api/books?{query}");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        answer.ShouldBlame(pointer);
    }

    [Theory]
    [InlineData("""{"author":"a","price":1}""", "/title")]
    [InlineData("""{"title":"t","price":1}""", "/author")]
    [InlineData("""{"title":"t","author":"a"}""", "/price")]
    [InlineData("""{"title":"  ","author":"a","price":1}""", "/title")]
    [InlineData("""{"title":7,"author":"a","price":1}""", "/title")]
    [InlineData("""{"title":null,"author":"a","price":1}""", "/title")]
    [InlineData("""{"title":"t","author":["a"],"price":1}""", "/author")]
    [InlineData("""{"title":"t","author":"a","price":"1"}""", "/price")]
    [InlineData("""{"title":"t","author":"a","price":-0.01}""", "/price")]
    [InlineData("""{"title":"t","author":"a","price":1.001}""", "/price")]
    [InlineData("""{"title":"t","author":"a","price":1e99}""", "/price")]
    [InlineData("""{"title":"t","author":"a","price":1000000000.01}""", "/price")]
    [InlineData("""{"title":"t","author":"a","price":1.5,"currency":"JPY"}""", "/price")]
    [InlineData("""{"title":"t","author":"a","price":1,"currency":"XXX"}""", "/currency")]
    [InlineData("""{"title":"t","author":"a","price":1,"currency":"usd"}""", "/currency")]
    [InlineData("""{"title":"t","author":"a","price":1,"isbn":"9780143127550"}""", "/isbn")]
    [InlineData("""{"title":"t","author":"a","price":1,"isbn":"none"}""", "/isbn")]
    [InlineData("""{"title":"t","author":"a","price":1,"published_on":"2005-02-30"}""", "/published_on")]
    [InlineData("""{"title":"t","author":"a","price":1,"published_on":"2005-13"}""", "/published_on")]
    [InlineData("""{"title":"t","author":"a","price":1,"published_on":2005}""", "/published_on")]
    [InlineData("""{"title":"t","author":"a","price":1,"contributors":[{"name":"n","role":"r"},{"name":"","role":"r"}]}""", "/contributors/1/name")]
    [InlineData("""{"title":"t","author":"a","price":1,"contributors":[{"name":"n"}]}""", "/contributors/0/role")]
    [InlineData("""{"title":"t","author":"a","price":1,"contributors":{"name":"n"}}""", "/contributors")]
    [InlineData("""{"title":"t","author":"a","price":1,"subjects":[{"scheme":"a:b","code":"c"}]}""", "/subjects/0/scheme")]
    [InlineData("""{"title":"t","author":"a","price":1,"pages":0}""", "/pages")]
    [InlineData("""{"title":"t","author":"a","price":1,"weight":1.5}""", "/weight")]
    [InlineData("""{"title":"t","author":"a","price":1,"dimensions":{"height":-1}}""", "/dimensions/height")]
    [InlineData("""{"title":"t","author":"a","price":1,"prices":[{"type":"x","amount":1.5,"currency":"JPY"}]}""", "/prices/0/amount")]
    [InlineData("""{"title":"t","author":"a","price":1.5,"currency":"JPY","prices":[{"type":"x","amount":1.5,"currency":"EUR"}]}""", "/price")]
    [InlineData("""{"title":"t","author":"a","price":1,"prices":[{"type":"x","amount":1,"currency":"XXX"}]}""", "/prices/0/currency")]
    [InlineData("""{"title":"t","author":"a","price":1,"prices":[{"type":"x","amount":1,"currency":"EUR","tax_rate":101}]}""", "/prices/0/tax_rate")]
    [InlineData("""{"title":"t","author":"a","price":1,"prices":[{"type":"x","amount":1,"currency":"EUR","valid_from":"2026-01-02","valid_until":"2026-01-01"}]}""", "/prices/0/valid_until")]
    [InlineData("""{"title":"t","author":"a","price":1,"embargo_on":"2026-11"}""", "/embargo_on")]
    [InlineData("""{"title":"t","author":"a","price":1,"image_url":"javascript:alert(1)"}""", "/image_url")]
    [InlineData("""{"title":"t","author":"a","price":1,"title":"u"}""", "/title")]
    [InlineData("""{"title":"t","author":"a","price":1,"x":1,"x":2}""", "/x")]
    [InlineData("""{"title":"t","author":"a","price":1,"x":[{"y~/":1,"y~/":2}]}""", "/x/0/y~0~1")]
    [InlineData("""{"title":"\ud800","author":"a","price":1}""", "/title")]
    [InlineData("""{"title":"t\u0000","author":"a","price":1}""", "/title")]
    public async Task A_bad_book_is_refused_by_name(string body, string pointer)
    {
        var answer = await Shop.PutAsync("/api/books/9780553293357", body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_book");
        answer.ShouldBlame(pointer);
        (await Shop.GetAsync("/api/books/9780553293357")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_price_without_a_currency_has_the_decimals_of_the_book_s_own()
    {
        await using var shop = await TestShop.StartAsync(options: static options => options.DefaultCurrency = "JPY");

        var dollars = await shop.PutAsync($"/api/books/{TestShop.Martian}", """{"title":"t","author":"a","price":11.99}""");
        var yen = await shop.PutAsync("/api/books/9780553293357", """{"title":"t","author":"a","price":11.99}""");

        dollars.Status.ShouldBe(HttpStatusCode.OK, dollars.Text);
        (dollars.Json["price"]!.GetValue<decimal>(), dollars.Json["currency"]!.GetValue<string>()).ShouldBe((11.99m, "USD"));
        yen.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_book");
        yen.ShouldBlame("/price");
    }

    [Fact]
    public async Task A_title_may_have_500_characters_and_not_one_more()
    {
        (await Shop.PutAsync("/api/books/9780316769488", Bodies.Book(new string('x', 500)))).Status.ShouldBe(HttpStatusCode.Created);
        (await Shop.PutAsync("/api/books/9780316769488", Bodies.Book(new string('x', 501)))).ShouldBlame("/title");
    }

    [Fact]
    public async Task A_book_cannot_be_saved_under_what_is_no_ISBN() =>
        (await Shop.PutAsync("/api/books/9788184890261", Bodies.Book())).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_book");
}
