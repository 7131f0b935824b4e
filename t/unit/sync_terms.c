/*
 * sync/sync_normal_terms.c: real titles, and what they say.
 */

#include "sync_normal.h"
#include "tap.h"


static const struct {
    const char  *title;
    const char  *category;
    const char  *level;
    const char  *type;
} titles[] = {
    { "Senior Backend Architect", "backend", "senior", "" },
    { "Staff Software Engineer", "software-engineering", "lead", "" },
    { "Sr. Software Engineer, Backend", "backend", "senior", "" },
    { "Head of Sales", "sales", "director", "" },
    { "VP, Engineering", "engineering-management", "executive", "" },
    { "Junior Frontend Developer", "frontend", "junior", "" },
    { "Werkstudent Marketing", "marketing", "intern", "part_time" },
    { "Software Engineering Intern", "software-engineering", "intern",
      "internship" },
    { "Chief of Staff", "operations", "", "" },
    { "Member of Technical Staff", "software-engineering", "", "" },
    { "Account Executive, Commercial", "sales", "", "" },
    { "Senior Product Manager, Payments", "product", "senior", "" },
    { "Engineering Manager, Platform", "engineering-management", "lead", "" },
    { "Director of Engineering", "engineering-management", "director", "" },
    { "Site Reliability Engineer II", "devops-sre", "mid", "" },
    { "Forward Deployed Engineer", "solutions-engineering", "", "" },
    { "Data Scientist", "data-science", "", "" },
    { "Senior Data Engineer", "data-engineering", "senior", "" },
    { "iOS Engineer (Contractor)", "mobile", "", "contract" },
    { "Senior Application Security Engineer", "security", "senior", "" },
    { "Softwareentwickler (m/w/d)", "software-engineering", "", "" },
    { "Smart Contract Engineer", "software-engineering", "", "" },
    { "Manager I, Engineering - Husky", "engineering-management", "lead", "" },
    { "Software Engineer I", "software-engineering", "junior", "" },
    { "Software Engineer 2", "software-engineering", "mid", "" },
    { "Sr.Staff Software Engineer- Network", "software-engineering", "lead",
      "" },
    { "Sr.Data Scientist I", "data-science", "senior", "" },
    { "Middle QA Engineer (FX)", "qa", "mid", "" },
    { "Node.Js Developer", "backend", "", "" },
    { "Mid-Market Account Executive - UK&I", "sales", "", "" },
    { "Lead Generation Specialist", "", "", "" },
    { "Senior Internal Auditor, Technology", "finance", "senior", "" },
    { "Executive Assistant to CTO and Head of Engineering", "operations", "",
      "" },
    { "Executive Assistant, Chief People Officer", "operations", "", "" },
    { "Forward Deployed Engineer, Legal [Office of the CTO]",
      "solutions-engineering", "", "" },
    { "Field CISO", "", "", "" },
    { "Legal Fellow - Human Frontier Collective (US)", "legal", "", "" },
    { "Associate Software Engineer", "software-engineering", "junior", "" },
    { "Sales Support Associate", "sales", "", "" },
    { "Associate Director, Data Privacy", "", "director", "" },
    { "Backend Engineer, Billing/Tax", "backend", "", "" },
    { "Staff Software Engineer, Payroll Canada", "software-engineering",
      "lead", "" },
    { "Machine Learning Engineer, Customer Support Engineering",
      "machine-learning", "", "" },
    { "Manager, Software Engineering, Fullstack (Repayment UX Engineering)",
      "engineering-management", "lead", "" },
    { "Equipment Process Engineer", "hardware", "", "" },
    { "Service Engineer Joining Solutions", "engineering", "", "" },
    { "Senior Compensation Business Partner", "hr", "senior", "" },
    { "Event Programs Manager, Developer Community", "marketing", "", "" },
    { "Praktikum im IT-Support", "it-support", "intern", "internship" },
    { "Alternance - Ingénieur Logiciel (H/F)", "software-engineering",
      "intern", "" },
    { "Desarrollador Backend Sénior", "backend", "senior", "" },
    { "Leiter Vertrieb (m/w/d)", "sales", "director", "" },
    { "Enterprise Sales Engineer", "solutions-engineering", "", "" },
    { "Manager, Solutions Architects - Commercial", "solutions-engineering",
      "", "" },
    { "AI Research Scientist", "research", "", "" },
    { "Director, Growth Sales (AI & Digital Natives)", "sales", "director",
      "" },
    { "Manager - Legal Entity Controller", "finance", "", "" },
    { "Barista", "", "", "" }
};


int
main(void)
{
    size_t          i;
    sync_feed_t    *feed;
    sync_value_t   *v;
    sync_options_t  options;

    memset(&options, 0, sizeof(options));

    for (i = 0; i < sync_n(titles); i++) {
        feed = calloc(1, sizeof(sync_feed_t));
        feed->options = &options;
        v = feed->record.v;
        v[SYNC_TITLE].set = 1;
        v[SYNC_TITLE].text = tap_str(titles[i].title);
        (void) sync_normal_terms(feed);
        is(v[SYNC_CATEGORY].text, titles[i].category, titles[i].title);
        is(v[SYNC_SENIORITY].text, titles[i].level, titles[i].title);
        is(v[SYNC_EMPLOYMENT_TYPE].text, titles[i].type, titles[i].title);
        sync_arena_free(&feed->record.arena);
        free(feed);
    }

    return tap_done();
}
