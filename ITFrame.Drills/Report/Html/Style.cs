namespace ITFrame.Drills.Report.Html;

/// <summary>The page's style sheet, for light and dark screens.</summary>
internal static class Style
{
    public const string Sheet = """
        :root{--bg:#fff;--fg:#1b1f24;--dim:#57606a;--line:#d0d7de;--panel:#f6f8fa;--ok:#1a7f37;--bad:#b3261e;--rate:#0550ae;--p50:#1a7f37;--p99:#8250df;--zone:#fff0d6;
        --fault:#b3261e;--mend:#1a7f37;--detect:#9a6700;--divert:#0550ae;--elect:#8250df;--recover:#1a7f37;--s0:#cfe4ff;--s1:#d6f5dd;--s2:#eadcff;--s3:#ffe3c8;--none:#ffcfcb}
        @media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9da7b3;--line:#30363d;--panel:#161b22;--ok:#56d364;--bad:#ff7b72;--rate:#79c0ff;--p50:#56d364;--p99:#d2a8ff;--zone:#2b2412;
        --fault:#ff7b72;--mend:#56d364;--detect:#e3b341;--divert:#79c0ff;--elect:#d2a8ff;--recover:#56d364;--s0:#16365c;--s1:#17432a;--s2:#3a2a5c;--s3:#55371a;--none:#5c211d}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:1100px;padding:24px;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif}
        h1{margin:8px 0;font-size:26px}h1 small{color:var(--dim);font-weight:400;font-size:16px}h2{font-size:18px;margin:32px 0 10px}p{margin:8px 0}
        .verdict{display:inline-block;margin:0;padding:3px 14px;border-radius:14px;font-weight:700;color:var(--bg)}.verdict.passed{background:var(--ok)}.verdict.failed{background:var(--bad)}
        .because,.warning{border-left:4px solid var(--detect);padding-left:10px}.warning{border-color:var(--bad)}
        .facts{display:flex;flex-wrap:wrap;gap:8px 28px;margin:12px 0}.facts div{min-width:0}.facts dt{color:var(--dim);font-size:13px}.facts dd{margin:0;overflow-wrap:anywhere}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--dim);font-weight:600;font-size:13px}
        .numbers td:not(:first-child),.numbers th:not(:first-child){text-align:right;font-variant-numeric:tabular-nums}.names td:nth-child(2){text-align:left!important}.recovery td:nth-child(2){text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.recovery td:nth-child(3){width:45%}
        .bar{display:block;height:14px;margin-top:4px;border-radius:3px;background:var(--rate)}.ok{color:var(--ok)}.bad{color:var(--bad)}.dim{color:var(--dim)}
        .kind{font-size:13px;color:var(--dim)}.kind.fault{color:var(--fault)}.kind.raise{color:var(--mend)}.kind.detect{color:var(--detect)}.kind.divert{color:var(--divert)}.kind.elect{color:var(--elect)}.kind.recover{color:var(--recover)}
        a{color:var(--rate)}svg{display:block;width:100%;height:auto;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:10px}
        svg text{fill:var(--fg);font:12px system-ui,sans-serif}svg .label,svg .mark-name{fill:var(--dim)}svg .name{font-weight:600}svg .band-name{font-size:12px}
        .grid{stroke:var(--line);stroke-width:1}.tick{stroke:var(--dim)}.fault-zone{fill:var(--zone)}.band{stroke:var(--bg)}.site0{fill:var(--s0)}.site1{fill:var(--s1)}.site2{fill:var(--s2)}.site3{fill:var(--s3)}.none{fill:var(--none)}
        path{fill:none;stroke-width:1.8}.rate{stroke:var(--rate)}.p50{stroke:var(--p50)}.p99{stroke:var(--p99)}rect.failed{fill:var(--bad)}rect.unknown{fill:var(--detect)}
        .mark{stroke-width:1.5;stroke-dasharray:4 3}.mark-fault{stroke:var(--fault)}.mark-mend{stroke:var(--mend)}.mark-detect{stroke:var(--detect)}.mark-divert{stroke:var(--divert)}.mark-elect{stroke:var(--elect)}.mark-recover{stroke:var(--recover)}
        .legend{color:var(--dim);font-size:13px}.key{display:inline-block;width:14px;height:10px;margin:0 5px 0 12px;border-radius:2px}.k-p50{background:var(--p50)}.k-p99{background:var(--p99)}.k-failed{background:var(--bad)}.k-unknown{background:var(--detect)}
        .k-zone{background:var(--zone);outline:1px solid var(--line)}.k-fault{background:var(--fault)}.k-mend{background:var(--mend)}.k-detect{background:var(--detect)}.k-divert{background:var(--divert)}.k-elect{background:var(--elect)}.k-recover{background:var(--recover)}
        @media (max-width:700px){body{padding:14px}svg{min-width:760px}.recovery td:nth-child(1){min-width:11em}}
        @media print{body{max-width:none}section{break-inside:avoid}}
        """;
}
