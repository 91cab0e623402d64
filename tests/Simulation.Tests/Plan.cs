namespace FlashFlow.Simulation.Tests;

/// <summary>
/// What is in store for a schedule. Each kind of trouble is left out of many schedules, so that it does not always hide behind
/// another (a process that dies at once never comes to lose a reply).
/// </summary>
internal sealed class Plan
{
    public Plan(Chance chance)
    {
        Fronts = chance.OneIn(4) ? 3 : chance.Between(1, 2);
        Silos = chance.OneIn(2) ? chance.Between(1, 3) : 0;
        Drains = chance.OneIn(3) ? 2 : 1;
        Products = chance.OneIn(4) ? ["phone", "shoe"] : ["phone"];
        Shoppers = chance.Between(2, 8);
        Stock = chance.Between(1, 8);
        LimitPerShopper = chance.OneIn(2) ? chance.Between(1, 3) : 0;
        MaxTries = chance.Between(1, 3);
        FaultMilliseconds = chance.Between(200, 2_500);

        Guard = new()
        {
            MaxBatch = chance.Between(1, 6),
            MaxWaiting = chance.OneIn(6) ? chance.Between(1, 3) : 1_000,
            SoldOutMemoryMilliseconds = chance.OneIn(4) ? 0 : 200,
        };
        FrontGuard = Guard with { MaxBatch = chance.Between(1, 8), MaxWaiting = chance.OneIn(6) ? chance.Between(1, 3) : 1_000 };
        Relay = new()
        {
            Capacity = chance.OneIn(6) ? 1 : 100,
            Workers = chance.Between(1, 2),
            LingerMilliseconds = chance.OneIn(2) ? 20 : 0,
            MaxBatch = chance.Between(1, 4),
            SweepIntervalMilliseconds = chance.Between(1_000, 3_000),
            SweepMinAgeMilliseconds = chance.OneIn(4) ? 0 : 1_500,
        };
        Drain = new()
        {
            MaxBatch = chance.Between(1, 8),
            MaxAgeMilliseconds = chance.OneIn(4) ? 50 : 0,
            MaxBackoffMilliseconds = 400,
        };
        Prefetch = chance.Between(1, 6);

        LostOneIn = Sometimes(chance, 30);
        LostReplyOneIn = Sometimes(chance, 20);
        LateOneIn = Sometimes(chance, 40);
        RefusedOneIn = Sometimes(chance, 50);
        CallLostOneIn = Sometimes(chance, 15);
        CallReplyLostOneIn = Sometimes(chance, 10);
        CallLateOneIn = Sometimes(chance, 10);
        SecondActivationOneIn = Sometimes(chance, 6);
        AttemptMilliseconds = chance.Between(100, 800);
        DeadlineMilliseconds = chance.Between(500, 2_500);
        NewsLostOneIn = Sometimes(chance, 2);
        IsReordering = chance.OneIn(2);
        DuplicatedOneIn = Sometimes(chance, 6);
        SessionLostOneIn = Sometimes(chance, 10);
        Kills = chance.OneIn(2) ? chance.Between(1, 3) : 0;
        Outages = chance.OneIn(3) ? chance.Between(1, 2) : 0;
        PoisonOneIn = Sometimes(chance, 6, outOf: 4);
        JunkMessages = chance.OneIn(6) ? chance.Between(1, 2) : 0;
        OperatorActions = chance.OneIn(2) ? chance.Between(1, 3) : 0;
        IsRolledBack = chance.OneIn(12);
        HoldSeconds = chance.OneIn(3) ? chance.Between(1, 2) : 0;
        HasCancels = chance.OneIn(4);
        ConfirmedAndLostOneIn = Sometimes(chance, 10, outOf: 4);
        DeliveredAndForgottenOneIn = Sometimes(chance, 10, outOf: 4);
        BrokerLosses = chance.OneIn(4) ? chance.Between(1, 2) : 0;
    }

    public int Fronts { get; }

    /// <summary>Silos that guard the stock for the fronts; 0 when each front guards it itself.</summary>
    public int Silos { get; }

    public bool IsClustered => Silos > 0;

    public int Drains { get; }

    public string[] Products { get; }

    public int Shoppers { get; }

    /// <summary>Units of each product at the start of each sale.</summary>
    public int Stock { get; }

    public int LimitPerShopper { get; }

    /// <summary>How often a shopper asks at most while faults happen; afterwards, until there is an answer.</summary>
    public int MaxTries { get; }

    /// <summary>How long faults happen.</summary>
    public int FaultMilliseconds { get; }

    public GuardOptions Guard { get; }

    /// <summary>The guards of fronts that have silos behind them.</summary>
    public GuardOptions FrontGuard { get; }

    public RelayOptions Relay { get; }

    public DrainOptions Drain { get; }

    public int Prefetch { get; }

    /// <summary>Calls that never reach the server.</summary>
    public int LostOneIn { get; }

    /// <summary>Calls that are carried out, and nobody hears of it.</summary>
    public int LostReplyOneIn { get; }

    /// <summary>Calls that are carried out after their caller gave them up.</summary>
    public int LateOneIn { get; }

    /// <summary>Calls that fail at once.</summary>
    public int RefusedOneIn { get; }

    /// <summary>Calls that never reach a grain.</summary>
    public int CallLostOneIn { get; }

    /// <summary>Calls to a grain that are carried out, and nobody hears of it.</summary>
    public int CallReplyLostOneIn { get; }

    /// <summary>Calls that reach a grain late, perhaps after they were given up.</summary>
    public int CallLateOneIn { get; }

    /// <summary>Calls that look for a grain in another silo than the one it lives in.</summary>
    public int SecondActivationOneIn { get; }

    /// <summary>How long a front waits for a grain before it asks again.</summary>
    public int AttemptMilliseconds { get; }

    /// <summary>How long a front asks again.</summary>
    public int DeadlineMilliseconds { get; }

    public int NewsLostOneIn { get; }

    /// <summary>Whether the broker delivers in any order.</summary>
    public bool IsReordering { get; }

    /// <summary>Messages that the broker holds twice.</summary>
    public int DuplicatedOneIn { get; }

    /// <summary>Deliveries that end with the loss of the connection.</summary>
    public int SessionLostOneIn { get; }

    /// <summary>Fronts, silos and drains killed, at any step.</summary>
    public int Kills { get; }

    /// <summary>Times at which a server is away for a while.</summary>
    public int Outages { get; }

    /// <summary>Shoppers whose orders the store refuses for ever.</summary>
    public int PoisonOneIn { get; }

    /// <summary>Messages in the broker that are no orders.</summary>
    public int JunkMessages { get; }

    public int OperatorActions { get; }

    /// <summary>Whether the ledger comes back once as it was some time before (G7).</summary>
    public bool IsRolledBack { get; }

    /// <summary>How long units are held for who pays; 0 where they are sold at once.</summary>
    public int HoldSeconds { get; }

    /// <summary>Whether some cancel what they have bought.</summary>
    public bool HasCancels { get; }

    /// <summary>Messages that the broker confirms and does not keep.</summary>
    public int ConfirmedAndLostOneIn { get; }

    /// <summary>Messages that the broker forgets when it has delivered them.</summary>
    public int DeliveredAndForgottenOneIn { get; }

    /// <summary>How often the broker loses everything.</summary>
    public int BrokerLosses { get; }

    private static int Sometimes(Chance chance, int oneIn, int outOf = 2) => chance.OneIn(outOf) ? oneIn : 0;
}
