namespace Bookstore.Simulation;

/// <summary>The end of a run: no more faults, and what is left has to come to its end by itself.</summary>
internal sealed class Ending(Simulation simulation, Bookkeeping books)
{
    /// <summary>Drains what is left and closes the books.</summary>
    public void Finish()
    {
        simulation.Hosts.WakeAll();
        Drain();
        for (var time = 0; time < 2 || (time < 5 && simulation.Workload.HasOpenAnswer); time++)
        {
            // Whoever hears that nothing was written orders now, and may have to ask again.
            simulation.Workload.AskAtTheEnd(simulation.Hosts.AnySelling()!);
            Drain();
        }

        // Half of what is refused stays with the person until after the run.
        for (var time = 0; time < 4 && simulation.Chance.Percent(50); time++)
        {
            simulation.Workload.Attend(simulation.Hosts.AnySelling()!);
            Drain();
        }

        if (simulation.Violation is null)
        {
            simulation.Trace.Add("close the books");
            simulation.CheckCalls();
            books.CloseTheBooks();
            simulation.Consumer.Check();
            HandleAllEvents();
            simulation.Workload.Check();
            ForgetKeys();
        }
    }

    private void Drain()
    {
        simulation.Settle();
        for (var round = 0; simulation.Violation is null && books.NextDue() is { } due; round++)
        {
            simulation.Clock.Advance(due > simulation.Clock.Now ? due - simulation.Clock.Now + TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(5));
            simulation.Hosts.BeginAllRounds();
            simulation.Settle();
            if (round > 300)
            {
                simulation.Violate("work is left that nobody ever finishes");
            }
        }
    }

    private void HandleAllEvents()
    {
        // A lease of a host that died ends first, and what has failed is due again.
        for (var round = 0; round < 100 && !simulation.Receiver.HasAll(); round++)
        {
            simulation.Clock.Advance(TimeSpan.FromSeconds(5));
            simulation.Hosts.BeginAllRounds();
            simulation.Settle();
        }

        simulation.CheckCalls();
        simulation.Receiver.Check();
    }

    private void ForgetKeys()
    {
        // A host whose clock has just jumped removes nothing in its first round, and one whose clock was behind at its start keeps them for twice the time.
        simulation.Clock.Advance(simulation.Options.IdempotencyRetention);
        for (var round = 0; round < 6 && simulation.Records.Keys() > 0; round++)
        {
            simulation.Clock.Advance(round == 3 ? simulation.Options.IdempotencyRetention : TimeSpan.FromHours(1));
            simulation.Hosts.BeginAllRounds();
            simulation.Settle();
        }

        if (simulation.Records.Keys() > 0)
        {
            simulation.Violate("idempotency keys are kept for ever");
        }

        books.Audit();
    }
}
