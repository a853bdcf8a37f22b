namespace Bookstore.Faults;

/// <summary>Requests generated from <c>openapi.yaml</c> are answered as it says, by the sample host in its own process.</summary>
public sealed class ContractTests(ITestOutputHelper output)
{
    private static readonly int Requests = Environs.IsLong ? 2_400 : 600;

    [Fact]
    public async Task Every_answer_to_generated_requests_is_one_that_the_document_describes()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BOOKSTORE_TEST_SEED"), out var given) ? given : 20_26;
        output.WriteLine($"BOOKSTORE_TEST_SEED={seed}");
        var random = new Random(seed);
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Docs__Enabled", "true"), ("Bookstore__Webhooks__AllowPrivateAddresses", "true"));
        await Shopping.ReceiveAsync(host, Shopping.Odyssey, 10_000);
        await Shopping.ReceiveAsync(host, Shopping.Martian, 10_000);
        var contract = ApiContract.Parse(await host.Http.GetStringAsync("/openapi.yaml"));
        var known = new KnownThings();
        var maker = new RequestMaker(contract, known, random);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };

        // Some orders whose captures are refused, so that there is something for a person to decide.
        for (var number = 0; number < 5; number++)
        {
            using var refused = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey, card: "4000000000001976", customer: $"refused-{number}"));
            await known.NoteAsync(refused);
        }

        // And some whose money is captured, so that it can be given back.
        for (var number = 0; number < 3; number++)
        {
            known.NoteRefundable(await CapturedAsync(host));
        }

        var faults = new List<string>();
        var answers = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var number = 0; number < Requests; number++)
        {
            // Generated requests cancel most of the orders and deliveries, and remove most of the endpoints and reservations, that they make: there are some of each all the same.
            if (number % 40 == 0)
            {
                using var placed = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Martian, customer: $"placed-{number}"));
                await known.NoteAsync(placed);
                var order = JsonNode.Parse(await placed.Content.ReadAsStringAsync())!["order_id"]!.GetValue<string>();
                using var scheduled = await host.PostAsync("/api/delivery", $$"""{"order_id":"{{order}}","address":"1 Rue Lacépède"}""");
                await known.NoteAsync(scheduled);

                // One is left to be scheduled.
                using var undelivered = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Martian, customer: $"undelivered-{number}"));
                await known.NoteAsync(undelivered);
                using var hooked = await host.PostAsync("/api/webhooks", """{"url":"https://127.0.0.1/hooks","types":["order.*"]}""");
                await known.NoteAsync(hooked);
                using var reserved = await host.PostAsync("/api/reservations", $$"""{"items":[{"isbn":"{{Shopping.Martian}}","quantity":1}]}""");
                await known.NoteAsync(reserved);
            }

            var operation = contract.Operations[number % contract.Operations.Count];
            var kind = (RequestKind)random.Next(3);
            using var request = maker.Make(operation, kind);
            var sent = $"{kind} {request.Method} {request.RequestUri} {(request.Content is null ? null : await request.Content.ReadAsStringAsync())}";
            using var answer = await client.SendAsync(request);
            var fault = (int)answer.StatusCode >= 500 ? "a fault of the server's" : await contract.FindFaultAsync(operation, answer);
            if (fault is not null)
            {
                faults.Add($"{(int)answer.StatusCode} {fault}\n   {sent}\n   {await answer.Content.ReadAsStringAsync()}");
            }

            await known.NoteAsync(answer);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NoContent || operation.Id == "removeWebhook")
            {
                known.Forget(request.RequestUri!);
            }

            (answers.TryGetValue(operation.Id, out var statuses) ? statuses : answers[operation.Id] = []).Add((int)answer.StatusCode);
        }

        foreach (var (id, statuses) in answers)
        {
            output.WriteLine($"{id}: {string.Join(' ', statuses.CountBy(static status => status).OrderBy(static count => count.Key).Select(static count => $"{count.Key}x{count.Value}"))}");
        }

        output.Report("contract_requests", Requests);
        output.Report("contract_violations", faults.Count);
        faults.ShouldBeEmpty();
        answers.Count.ShouldBe(contract.Operations.Count);
        if (Environs.IsLong)
        {
            ShouldNotOnlyBeRefused(answers);
        }

        (await host.StopAsync()).ShouldBe(0, host.Output);
        await Shopping.VerifyAsync(folder);
    }

    private static void ShouldNotOnlyBeRefused(Dictionary<string, List<int>> answers)
    {
        // A pending order is confirmed within seconds, and captured by itself, or its capture is refused; what needs a person is settled by the first request about it, and an event has to be sent before it can be sent again: a request finds one by chance.
        string[] work = ["retryWork", "markWorkDone", "giveUpWork"];

        // A return needs copies that have arrived, and each move of it another status: withdrawals make some.
        string[] returns = ["createReturn", "approveReturn", "rejectReturn", "receiveReturn", "completeReturn", "cancelReturn"];
        answers.Where(operation => operation.Key is not ("resumeOrder" or "captureOrder" or "payOrder" or "redeliverWebhook" or "receiveNotification") && !work.Contains(operation.Key) && !returns.Contains(operation.Key)).ShouldAllBe(static operation => operation.Value.Any(static status => status < 400), "no operation is only refused");
        work.SelectMany(operation => answers[operation]).ShouldContain(static status => status < 400);
        returns.SelectMany(operation => answers[operation]).ShouldContain(static status => status < 400);
    }

    private static async Task<string> CapturedAsync(HostProcess host)
    {
        using var placed = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey, customer: "refunded"));
        var id = JsonNode.Parse(await placed.Content.ReadAsStringAsync())!["order_id"]!.GetValue<string>();
        await Eventually.TrueAsync(async () => (await host.GetAsync($"/api/orders/{id}"))["payment_status"]!.GetValue<string>() == "captured", () => "the money to be captured");
        return id;
    }
}
